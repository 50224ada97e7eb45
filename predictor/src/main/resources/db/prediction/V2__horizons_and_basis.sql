-- A model looks at a chain of windows; each component has a hazard for each of them.

alter table prediction.model
    add column horizons_ms bigint[],
    -- The window up to whose end it decides, from 0; horizon_ms is that end.
    add column acting int not null default 0,
    -- What the document looks like; a program refuses one that it does not know.
    add column format int not null default 1;
update prediction.model set horizons_ms = array[horizon_ms];
alter table prediction.model alter column horizons_ms set not null;

create table prediction.hazard (
    model_id    text not null references prediction.model,
    component   text not null,
    -- The window, from 0.
    step        int not null,
    basis       text not null check (basis in ('model', 'prior', 'too_little_data')),
    positives   bigint not null,
    failures    int not null,
    base_rate   double precision not null,
    -- The probability where it rests on the fleet's rate.
    prior       double precision,
    rounds      int not null default 0,
    calibration jsonb not null,
    -- The Tribuo model in its protocol buffer format.
    artefact    bytea,
    provenance  text,
    -- SHA-256 of what was learnt.
    fingerprint text,
    primary key (model_id, component, step),
    check ((basis = 'model') = (artefact is not null)),
    check ((basis = 'prior') = (prior is not null))
);
alter table prediction.hazard alter column artefact set storage external;

-- Models of before have one window, scores as they are, and, where there was too little data, a base rate.
insert into prediction.hazard
    (model_id, component, step, basis, positives, failures, base_rate, prior, calibration, artefact, provenance)
select model_id, component, 0, case when artefact is null then 'prior' else 'model' end, positives, positives, base_rate,
    case when artefact is null then base_rate end, '{"method": "NONE", "x": [], "y": []}', artefact, provenance
from prediction.component_model;

alter table prediction.component_model
    drop column state, drop column positives, drop column base_rate, drop column artefact, drop column provenance;

-- A score says what it rests on, and may say that there is no number; the probability by each horizon stands beside it.
alter table prediction.score
    alter column probability drop not null,
    add column basis text not null default 'model' check (basis in ('model', 'prior', 'too_little_data')),
    add column probabilities real[] not null default '{}';
update prediction.score set basis = 'prior' where not trained;
update prediction.score set probabilities = array[probability];
alter table prediction.score alter column basis drop default, alter column probabilities drop default, drop column trained;
