-- Technical support's clock, faults that were badly repaired before, and knowledge that is edited, replaced and used.

-- How long each level may take, in the centre's working hours, and when it is warned before that.
create table service.support_level (
    level        text primary key check (level in ('colleague', 'centre', 'headquarters')),
    seconds      bigint not null check (seconds > 0),
    warn_seconds bigint not null check (warn_seconds between 0 and seconds)
);
insert into service.support_level values ('colleague', 14400, 3600), ('centre', 28800, 7200), ('headquarters', 57600, 14400);
comment on table service.support_level is 'reference data';

-- When a fault counts as badly repaired before: so many repairs of the same component and model, ended within so many days, that were
-- reopened, came back inside the guarantee, or were rated so or worse.
create table service.support_terms (
    only_row    boolean primary key default true check (only_row),
    bad_repairs int not null check (bad_repairs > 0),
    bad_rating  int not null check (bad_rating between 1 and 5),
    within_days int not null check (within_days > 0)
);
insert into service.support_terms values (true, 2, 2, 365);
comment on table service.support_terms is 'reference data';

alter table service.support_request
    add column due_at      timestamptz,
    add column next_at     timestamptz,
    add column warned_at   timestamptz,
    add column breached_at timestamptz,
    add check (next_at is null or answered_at is null);
create index support_request_next on service.support_request (next_at) where next_at is not null;

alter table service.knowledge_article
    add column version    int not null default 1 check (version > 0),
    add column retired_at timestamptz,
    add column retired_by text,
    add column retired_for text,
    add check ((retired_at is null) = (retired_by is null)),
    add check (replaced_by is null or retired_at is not null) not valid,
    add check (replaced_by <> id);
create index knowledge_article_words on service.knowledge_article using gin (service.search_words(title || ' ' || words));

-- Every wording that an article had; the article's row is the newest.
create table service.knowledge_version (
    article   bigint not null references service.knowledge_article,
    version   int not null,
    model     text,
    code      text,
    component text,
    title     text not null,
    words     text not null,
    who       text not null,
    at        timestamptz not null,
    primary key (article, version)
);
insert into service.knowledge_version select id, 1, model, code, component, title, words, who, at from service.knowledge_article;
create trigger knowledge_version_is_append_only before update or delete on service.knowledge_version
    for each row execute function service.refuse_change();

create function service.keep_knowledge_version() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.type, new.from_ticket) is distinct from (old.type, old.from_ticket) then
            raise exception 'an article keeps its appliance type and its ticket' using errcode = 'check_violation';
        end if;
        if new.version = old.version then
            return new;
        elsif new.version <> old.version + 1 then
            raise exception 'an article''s versions follow each other' using errcode = 'check_violation';
        end if;
    end if;
    return new;
end $$;
create trigger guard_knowledge before update on service.knowledge_article
    for each row execute function service.keep_knowledge_version();
create function service.note_knowledge_version() returns trigger language plpgsql as $$
begin
    insert into service.knowledge_version values (new.id, new.version, new.model, new.code, new.component, new.title, new.words, new.who, new.at)
        on conflict do nothing;
    return null;
end $$;
create trigger note_knowledge after insert or update on service.knowledge_article
    for each row execute function service.note_knowledge_version();

-- An article that somebody used for a ticket, and whether it helped.
create table service.knowledge_use (
    article bigint not null references service.knowledge_article,
    ticket  bigint not null references service.ticket,
    helpful boolean not null,
    who     text not null,
    at      timestamptz not null,
    primary key (article, ticket)
);
