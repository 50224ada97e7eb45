-- What was seen that proves an answer, such as an invoice: with it a day of purchase or production is believed against the registry.
alter table service.ticket_answer add column evidence text check (length(evidence) between 1 and 2000);
