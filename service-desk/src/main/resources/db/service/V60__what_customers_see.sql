-- What customers call when something is not as they need it.
alter table service.centre add column phone text check (phone ~ '^[+0-9][0-9 ()/.-]{4,28}[0-9]$');
comment on column service.centre.phone is 'for customers; null where nobody said one';
