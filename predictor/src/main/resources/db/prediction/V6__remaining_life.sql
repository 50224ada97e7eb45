-- Remaining-life models beside failure models, and what they estimate.

-- What a remaining-life model learnt of one component; no artefact where too little failed to learn from.
create table prediction.life_component (
    model_id    text not null references prediction.model on delete cascade,
    component   text not null,
    -- Rounds, counts, margins of the interval, figures on appliances that were left out.
    document    jsonb not null,
    -- The Tribuo model in its protocol buffer format.
    artefact    bytea,
    provenance  text,
    -- SHA-256 of what was learnt.
    fingerprint text,
    primary key (model_id, component),
    check ((artefact is null) = (fingerprint is null))
);
alter table prediction.life_component alter column artefact set storage external;

-- The newest estimate for each component of each appliance, hours from as_of on.
create table prediction.remaining_life (
    appliance_no int not null,
    component    text collate "C" not null,
    model_id     text not null references prediction.model on delete cascade,
    as_of        timestamptz not null,
    hours        double precision not null,
    low          double precision not null,
    high         double precision not null,
    -- It may last longer than the high end, which is the model's cap.
    open_ended   boolean not null,
    primary key (appliance_no, component),
    check (0 <= low and low <= hours and hours <= high)
);
