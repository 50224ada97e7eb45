-- A ticket's number is computed, and PostgreSQL takes every update of a table with triggers for one that may change what is computed. While the
-- number could be what another table points to, a step of a ticket kept everybody else from writing a row that points to the ticket at all, such
-- as its place on a day's plan; who plans the day waited for the step, and the step for who plans.
alter table service.ticket drop constraint ticket_number_key;
create unique index ticket_number on service.ticket (number) where number is not null;
