-- The driven clock survives restarts: one row, which exists once the clock was set.
create table app.clock (
    only_row boolean primary key default true check (only_row),
    now timestamptz not null
);
