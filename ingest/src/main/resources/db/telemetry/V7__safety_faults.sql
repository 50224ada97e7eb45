-- Safety-relevant fault codes that somebody has to act on at once, without a model. Written with the fault itself; gone when it was handed on.
create table telemetry.safety_fault (
    appliance_no int not null,
    time timestamptz not null,
    code text not null,
    received_at timestamptz not null,
    primary key (appliance_no, time, code)
);
