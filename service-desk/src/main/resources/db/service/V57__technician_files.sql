-- What a technician's file keeps beside the work itself: appraisals, and how the grade came about.

-- One appraisal for each period; a correction is another version of it, and the newest counts.
create table service.appraisal (
    id           bigint generated always as identity primary key,
    technician   text not null references service.technician,
    -- A year, a half of it, a quarter or a month.
    period       text not null check (period ~ '^2[0-9]{3}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$'),
    version      int not null check (version > 0),
    attitude     smallint not null check (attitude between 0 and 100),
    skill        smallint not null check (skill between 0 and 100),
    efficiency   smallint not null check (efficiency between 0 and 100),
    satisfaction smallint not null check (satisfaction between 0 and 100),
    remarks      text check (length(remarks) <= 1000),
    who          text not null,
    at           timestamptz not null,
    unique (technician, period, version)
);
create trigger appraisal_is_append_only before update or delete on service.appraisal
    for each row execute function service.refuse_change();

-- Grades given, with the exam. What the register changes of a grade is on record there.
create table service.technician_grade (
    id         bigint generated always as identity primary key,
    technician text not null references service.technician,
    -- The technician's, after the change.
    version    int not null,
    before     text not null check (before in ('junior', 'qualified', 'intermediate', 'senior')),
    grade      text not null check (grade in ('junior', 'qualified', 'intermediate', 'senior')),
    exam_score numeric(5, 2) check (exam_score between 0 and 100),
    reason     text not null check (length(reason) between 1 and 1000),
    who        text not null,
    at         timestamptz not null,
    check (grade <> before),
    -- Nobody rises without an exam that is passed.
    check (array_position(array['junior', 'qualified', 'intermediate', 'senior'], grade)
        < array_position(array['junior', 'qualified', 'intermediate', 'senior'], before) or (exam_score is not null and exam_score >= 60))
);
create index technician_grade_technician on service.technician_grade (technician, id desc);
create trigger technician_grade_is_append_only before update or delete on service.technician_grade
    for each row execute function service.refuse_change();

-- The work of one technician is looked for by who came.
create index ticket_visit_technician on service.ticket_visit (lower(technician), arrived_at);
