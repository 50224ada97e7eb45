-- What a training was made from and with, enough to repeat it and to say what differs; models of before have none.
create table prediction.training (
    model_id text primary key references prediction.model on delete cascade,
    document jsonb not null
);

-- A search for better settings; its trials stand below, each committed when it was finished.
create table prediction.tuning (
    id         text primary key,
    seq        bigint generated always as identity unique,
    type       text not null,
    created_at timestamptz not null,
    -- What was asked for: windows, span, appliances, seed, settings of the first trial.
    document   jsonb not null,
    -- What was learnt from: a tuning goes on only on the very same.
    rows_hash  text not null,
    -- The model that the best settings were trained into.
    model_id   text references prediction.model on delete set null
);
create index tuning_of_type on prediction.tuning (type, seq);

create table prediction.trial (
    tuning_id   text not null references prediction.tuning on delete cascade,
    -- From 1, in the order that the seed gives; the first has the default settings.
    no          int not null check (no > 0),
    finished_at timestamptz not null,
    settings    jsonb not null,
    result      jsonb not null,
    -- Of the first trial: its loss by appliance, which the others are compared with.
    losses      double precision[],
    primary key (tuning_id, no)
);
