-- What the appliances of each model line did, day by day; computed once, when a day is well over, and read by training and service alike.

create table prediction.fleet_day (
    type    text not null,
    -- Midnight (UTC) at its end.
    day_end timestamptz not null,
    -- Model number; empty for appliances without one, and for the row that says that the day was computed.
    line    text not null,
    -- By metric: how many appliances, the mean of their daily means, and its standard deviation among them.
    metrics jsonb not null,
    primary key (type, day_end, line)
);

-- How unlike itself and its likes each appliance was when it was last scored; from 1 on it is strange.
create table prediction.strangeness (
    appliance_no int primary key,
    model_id     text not null references prediction.model,
    as_of        timestamptz not null,
    score        real not null,
    reason_en    text not null,
    reason_zh    text not null
);
create index strangeness_strange on prediction.strangeness (score) where score >= 1;
