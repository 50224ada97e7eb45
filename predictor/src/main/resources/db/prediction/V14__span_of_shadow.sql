-- The instants that a challenger had its turn at: by the clock of what is decided, which may be another than that of who asked for it.
alter table prediction.shadow
    add column first_as_of timestamptz,
    add column last_as_of timestamptz;
