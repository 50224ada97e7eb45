-- What a model is held against while it is in service, and what was found.

-- What features and scores were like where the model learnt. Models of before have none, and say so.
create table prediction.reference (
    model_id text primary key references prediction.model on delete cascade,
    document jsonb not null
);

-- How far a sample of the fleet is from that, once a day, by group; an empty line or firmware stands for all.
create table prediction.drift (
    model_id   text not null references prediction.model on delete cascade,
    as_of      timestamptz not null,
    line       text not null,
    firmware   text not null,
    -- How many were looked at; with too few nothing is said.
    appliances int not null,
    -- Subjects (metrics, codes and so on) that were compared, and of which it was called drift.
    compared   int not null,
    drifted    int not null,
    -- The greatest population stability index of a feature and of a component's scores, less what chance makes; null where none was compared.
    worst_psi  real,
    score_psi  real,
    document   jsonb not null,
    primary key (model_id, as_of, line, firmware)
);
create index drift_as_of on prediction.drift (as_of);

-- Scores to be held against what failed, chosen by hash; no two windows of one appliance overlap.
create table prediction.score_log (
    model_id     text not null references prediction.model on delete cascade,
    as_of        timestamptz not null,
    appliance_no int not null,
    component    text collate "C" not null,
    probability  real not null check (probability between 0 and 1),
    -- For how many scores it stands.
    weight       real not null check (weight >= 1),
    primary key (model_id, as_of, appliance_no, component)
);
create index score_log_as_of on prediction.score_log (as_of);

-- The last daily look at each type's champion: what it found, and how often in a row each sign was bad or good.
create table prediction.watched (
    type     text primary key,
    model_id text not null references prediction.model on delete cascade,
    as_of    timestamptz not null,
    report   jsonb not null,
    strikes  jsonb not null
);

-- When a model was found to hold no longer, in which respect, and when that was over.
create table prediction.watch_warning (
    id       bigint generated always as identity primary key,
    type     text not null,
    model_id text not null references prediction.model on delete cascade,
    sign     text not null,
    began_at timestamptz not null,
    ended_at timestamptz,
    said_en  text not null,
    said_zh  text not null,
    check (ended_at >= began_at)
);
create unique index watch_warning_one_open on prediction.watch_warning (type, sign) where ended_at is null;

-- Candidates that were trained anew like the champion; one that was begun and not ended was interrupted.
create table prediction.retraining (
    id          bigint generated always as identity primary key,
    type        text not null,
    champion_id text not null references prediction.model on delete cascade,
    began_at    timestamptz not null,
    ended_at    timestamptz,
    model_id    text references prediction.model on delete set null,
    error       text,
    -- How the same recipe and the champion did on the last weeks, which neither had seen; null where that could not be said.
    judged      jsonb
);
create index retraining_of_type on prediction.retraining (type, began_at);
