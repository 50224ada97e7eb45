-- Browsers that are signed in with somebody's token. As of a token, only the SHA-256 of the secret is kept. A session is good for as long as
-- its token is, and no longer than its own end.
create table service.person_session (
    hash       bytea primary key check (length(hash) = 32),
    token      bigint not null references service.person_token on delete cascade,
    made_at    timestamptz not null,
    expires_at timestamptz not null check (expires_at > made_at)
);
create index person_session_token on service.person_session (token, made_at);
create index person_session_expires on service.person_session (expires_at);
