-- A file that a job leaves to be downloaded, by whichever process is asked; in parts, so that none has to be held whole.
alter table prediction.job
    add column file_name text,
    add column file_type text,
    add column file_bytes bigint check (file_bytes >= 0),
    -- Published all at once, when all parts are there.
    add check ((file_name is null) = (file_bytes is null) and (file_name is null) = (file_type is null));

create table prediction.job_file (
    job_id bigint not null references prediction.job on delete cascade,
    part   int not null check (part >= 0),
    bytes  bytea not null,
    primary key (job_id, part)
);
alter table prediction.job_file alter column bytes set storage external;
