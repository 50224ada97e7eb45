-- The registry of models, and what they decided.

create table prediction.model (
    id              text primary key,
    -- In order of training; the newest of a type is the one with the greatest.
    seq             bigint generated always as identity unique,
    type            text not null,
    created_at      timestamptz not null,
    trained_until   timestamptz not null,
    horizon_ms      bigint not null check (horizon_ms > 0),
    lead_ms         bigint not null check (lead_ms >= 0 and lead_ms < horizon_ms),
    every_ms        bigint not null check (every_ms >= 3600000),
    anchor          timestamptz not null,
    on_fault        boolean not null,
    -- Vocabulary, baselines, hyperparameters, data span.
    document        jsonb not null
);
create index model_of_type on prediction.model (type, seq);

create table prediction.component_model (
    model_id         text not null references prediction.model,
    component        text not null,
    state            text not null check (state in ('trained', 'too_little_data')),
    positives        int not null,
    base_rate        double precision not null,
    threshold_max_f1 double precision,
    threshold_cost   double precision,
    -- The Tribuo model in its protocol buffer format.
    artefact         bytea,
    provenance       text,
    primary key (model_id, component),
    check ((state = 'trained') = (artefact is not null))
);
alter table prediction.component_model alter column artefact set storage external;

create table prediction.alias (
    type     text not null,
    alias    text not null,
    model_id text not null references prediction.model,
    primary key (type, alias)
);

-- Who was promoted when; a rollback is a promotion of an earlier model.
create table prediction.promotion (
    seq         bigint generated always as identity primary key,
    type        text not null,
    alias       text not null,
    model_id    text not null references prediction.model,
    previous_id text references prediction.model,
    at          timestamptz not null
);

create table prediction.evaluation (
    seq      bigint generated always as identity primary key,
    model_id text not null references prediction.model,
    at       timestamptz not null,
    document jsonb not null
);
create index evaluation_of_model on prediction.evaluation (model_id, seq);

-- A probability above the threshold of the model's policy: somebody should act.
create table prediction.decision (
    id           uuid primary key,
    model_id     text not null references prediction.model,
    appliance_no int not null,
    component    text collate "C" not null,
    as_of        timestamptz not null,
    probability  real not null check (probability between 0 and 1),
    reasons      jsonb not null,
    faults       jsonb not null,
    relayed_at   timestamptz,
    unique (model_id, appliance_no, as_of, component)
);
create index decision_to_relay on prediction.decision (as_of, appliance_no, component) where relayed_at is null;
create index decision_of_appliance on prediction.decision (appliance_no, as_of);

-- The latest probability of each component of each appliance.
create table prediction.score (
    appliance_no int not null,
    component    text collate "C" not null,
    model_id     text not null references prediction.model,
    as_of        timestamptz not null,
    probability  real not null check (probability between 0 and 1),
    -- False where the model had too little data: the probability is only how often it fails.
    trained      boolean not null,
    primary key (appliance_no, component)
);

-- Up to when the schedule of a type's champion has been run.
create table prediction.decided (
    type  text primary key,
    until timestamptz not null
);
