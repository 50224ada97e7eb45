-- Scored instants that might have asked for a ticket under another policy, so that one can be tried out at once. Computed from what is
-- stored whenever it is asked for; nothing is lost with it.
create table service.candidate (
    model_id        text not null,
    as_of           timestamptz not null,
    appliance_no    int not null,
    component       text not null,
    probability     double precision not null,
    horizon_seconds bigint not null,
    newest_safety   timestamptz,
    safety          boolean not null,
    urgency         smallint not null,
    primary key (model_id, as_of, appliance_no, component)
);

-- From when to when a model's candidates are there, and from which probability on.
create table service.candidate_span (
    model_id text primary key,
    begins   timestamptz not null,
    ends     timestamptz not null,
    lowest   double precision not null
);
