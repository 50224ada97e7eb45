-- Champion and challenger for each type and target, who changed them and why, challengers in shadow, and long work that was asked for.

alter table prediction.model
    -- What it says: the probability of failing, or how long something still lasts.
    add column target text not null default 'failure' check (target in ('failure', 'remaining_life'));
create index model_of_target on prediction.model (type, target, seq);

alter table prediction.alias
    add column target text not null default 'failure' check (target in ('failure', 'remaining_life')),
    add column since timestamptz,
    add check (alias in ('champion', 'challenger'));
update prediction.alias a set since = coalesce(
    (select max(p.at) from prediction.promotion p where p.type = a.type and p.model_id = a.model_id),
    (select m.created_at from prediction.model m where m.id = a.model_id));
alter table prediction.alias
    alter column since set not null,
    drop constraint alias_pkey,
    add primary key (type, target, alias);

-- The champions of a type in order: a rollback marks the newest that still counts as undone, and its previous one is champion again.
alter table prediction.promotion
    add column target text not null default 'failure' check (target in ('failure', 'remaining_life')),
    add column undone_at timestamptz;
create index promotion_of_type on prediction.promotion (type, target, seq) where undone_at is null;

-- Who did what to models, when and why. Rows are only added.
create table prediction.audit (
    seq      bigint generated always as identity primary key,
    -- By the service's clock.
    at       timestamptz not null,
    who      text not null check (who <> ''),
    action   text not null check (action <> ''),
    type     text,
    target   text,
    model    text,
    previous text,
    reason   text,
    details  jsonb not null default '{}'
);
create index audit_of_type on prediction.audit (type, seq);
create index audit_of_model on prediction.audit (model, seq);
insert into prediction.audit (at, who, action, type, target, model, previous, details)
select at, 'unknown', 'promote', type, 'failure', model_id, previous_id, '{"before_audit_log": true}'
from prediction.promotion order by seq;

create function prediction.refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'prediction.audit is only added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_only_grows before update or delete or truncate on prediction.audit
    for each statement execute function prediction.refuse_audit_change();

-- A challenger's decision: kept to compare, never a ticket.
alter table prediction.decision add column shadow boolean not null default false;
create index decision_in_shadow on prediction.decision (model_id, as_of) where shadow;

-- A challenger's time beside the champion.
create table prediction.shadow (
    seq             bigint generated always as identity primary key,
    type            text not null,
    model_id        text not null references prediction.model,
    since           timestamptz not null,
    ended_at        timestamptz,
    -- (appliance, instant) pairs that the champion scored meanwhile, and that this model scored as well.
    champion_scored bigint not null default 0,
    scored          bigint not null default 0,
    -- Pieces of work that it failed at, and what the newest failure said.
    failures        bigint not null default 0,
    last_failure    text
);
create unique index shadow_under_way on prediction.shadow (type) where ended_at is null;

-- What the champion has scored and the challenger is still to score.
create table prediction.shadow_due (
    seq          bigint generated always as identity primary key,
    shadow       bigint not null references prediction.shadow,
    as_of        timestamptz not null,
    -- Null for all appliances of the type.
    appliance_no int,
    -- How many (appliance, instant) pairs the champion scored of it.
    scored       int not null
);
create index shadow_due_in_order on prediction.shadow_due (shadow, seq);

-- Long work on models that was asked for over HTTP.
create table prediction.job (
    id               bigint generated always as identity primary key,
    command          text not null,
    arguments        jsonb not null,
    who              text not null,
    state            text not null
        check (state in ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
    created_at       timestamptz not null,
    started_at       timestamptz,
    ended_at         timestamptz,
    phase            text,
    -- Share of the phase that is done; null where that is not known.
    progress         real,
    result           jsonb,
    error            text,
    hint             text,
    cancel_requested boolean not null default false
);
create index job_under_way on prediction.job (id) where state in ('queued', 'running');
