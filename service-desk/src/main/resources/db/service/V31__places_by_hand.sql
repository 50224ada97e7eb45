-- A place that a person chose although the plan would not: it stays, and the plan is made around it.
alter table service.dispatch_visit add column fixed boolean not null default false;
