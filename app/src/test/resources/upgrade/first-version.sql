-- What the first version left in a database: its schemas are the V1 migrations; the tables of appliance types it made from the catalog.

insert into fleet.appliance (id, type, model, lot, produced_on, firmware, created_at) values
    ('WM-1', 'washing_machine', null, 'L7', '2025-03-01', '1.4.2', '2026-01-01T00:00:00Z'),
    ('WM-2', 'washing_machine', null, null, null, null, '2026-01-01T00:00:00Z');
insert into fleet.failure values (1, 'drain_pump', '2026-02-01T09:00:00Z', '2026-02-01T09:05:00Z');
insert into fleet.repair values (1, 'drain_pump', '2026-02-02T10:00:00Z', '2026-02-02T10:05:00Z', false);

create table telemetry.washing_machine (
    appliance_no integer not null, "time" timestamptz not null, received_at timestamptz not null, drain_time real,
    primary key (appliance_no, "time"));
create table telemetry.washing_machine_hourly (
    appliance_no integer not null, hour timestamptz not null, count integer not null,
    primary key (appliance_no, hour));
insert into telemetry.washing_machine values
    (1, '2026-03-01T10:10:00Z', '2026-03-01T10:10:01Z', 41), (1, '2026-03-01T10:20:00Z', '2026-03-01T10:20:01Z', 43);
insert into telemetry.hour_dirty values ('washing_machine', 1, '2026-03-01T11:00:00Z');
insert into telemetry.fault values (1, '2026-03-01T10:15:00Z', 'E18', 1, '2026-03-01T10:15:01Z', '{"step": 3}');
insert into telemetry.pending_score values (1, '2026-03-01T10:15:01Z');
insert into telemetry.connection values (1, '2026-03-01T10:00:00Z', null, null, true, '1.4.2'),
    (2, '2026-03-01T10:00:00Z', null, null, true, '2.0.1');
insert into telemetry.rejected (appliance_no, kind, received_at, payload_hash, item, reason, detail, payload) values
    (2, 'telemetry', '2026-03-01T10:11:00Z', '\x01', 0, 'unknown_metric', 'no such metric', '\x7b7d');

insert into prediction.model (id, type, created_at, trained_until, horizon_ms, lead_ms, every_ms, anchor, on_fault, document) values
    ('washing_machine-1', 'washing_machine', '2026-02-20T00:00:00Z', '2026-02-19T00:00:00Z', 86400000, 0, 86400000,
     '2026-02-19T00:00:00Z', true, '{}');
insert into prediction.component_model values
    ('washing_machine-1', 'drain_pump', 'too_little_data', 3, 0.01, null, null, null, null);
insert into prediction.decision values
    ('6f2c1c1e-0000-4000-8000-000000000001', 'washing_machine-1', 1, 'drain_pump', '2026-03-01T10:15:01Z', 0.8,
     '[{"en": "likely", "zh": "可能"}]', '[]', '2026-03-01T10:15:02Z');
insert into prediction.score values (1, 'drain_pump', 'washing_machine-1', '2026-03-01T10:15:01Z', 0.8, true);

insert into service.ticket (appliance_no, type, component, source, kind, state, urgency, probability, summary, reasons, check_first,
                            decision_id, model_id, horizon_seconds, opened_at, due_at, expires_at) values
    (1, 'washing_machine', 'drain_pump', 'prediction', 'repair', 'opened', 2, 0.8, '{"en": "likely", "zh": "可能"}', '[]', '[]',
     '6f2c1c1e-0000-4000-8000-000000000001', 'washing_machine-1', 86400,
     '2026-03-01T10:15:02Z', '2026-03-02T10:15:02Z', '2026-03-08T10:15:02Z');
insert into service.proposal values
    ('6f2c1c1e-0000-4000-8000-000000000001', 1, 'drain_pump', '2026-03-01T10:15:01Z', 0.8, 'opened', null, 1);

insert into app.clock (now) values ('2026-03-01T10:30:00Z');
