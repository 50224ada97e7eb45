-- Lists of tickets by what people ask for, page by page, at hundreds of thousands of tickets.

-- Open ones first, the most urgent first; then the ended ones, the newest first.
create index ticket_in_order on service.ticket (coalesce(ended_at, 'infinity') desc, urgency desc, due_at, id);
create index ticket_due on service.ticket (due_at, id);
create index ticket_of_technician on service.ticket (lower(technician)) where technician is not null;
create index ticket_fault_codes on service.ticket using gin (fault_codes) where fault_codes <> '{}';
create index ticket_component on service.ticket (component, type);

-- Words to be searched in: those of alphabets as they are, every other character as a word of its own, because Chinese sets no spaces;
-- a run of such characters is then searched as a phrase. Punctuation of ASCII parts words, whatever the database's own parser would do.
create function service.search_words(words text) returns tsvector language sql immutable strict parallel safe return
    to_tsvector('pg_catalog.simple',
        regexp_replace(regexp_replace(lower(words), '([^\x01-\x7f])', ' \1 ', 'g'), '[\x01-\x2f\x3a-\x60\x7b-\x7f]+', ' ', 'g'));
-- Digits backwards: a number is looked for by how it ends, since people leave out the country's code.
create function service.search_digits(phone text) returns text language sql immutable strict parallel safe return
    reverse(regexp_replace(phone, '[^0-9]', '', 'g'));

create function service.search_summary(summary jsonb) returns tsvector language sql immutable strict parallel safe return
    service.search_words(coalesce(summary ->> 'en', '') || ' ' || coalesce(summary ->> 'zh', ''));
create index ticket_words on service.ticket using gin (service.search_summary(summary));
create index ticket_answer_words on service.ticket_answer using gin (service.search_words(value))
    where field in ('symptom', 'question', 'complaint');
create index ticket_answer_name on service.ticket_answer using gin (service.search_words(value)) where field = 'customer_name';
create index ticket_answer_phone on service.ticket_answer (service.search_digits(value) text_pattern_ops) where field = 'phone';
create index household_name on service.household using gin (service.search_words(name));
create index household_phone on service.household (service.search_digits(phone) text_pattern_ops);

-- What an open ticket's kind needs and nobody knows yet: neither answered, nor in the registry, the household or the prediction.
create view service.ticket_missing as
select t.id as ticket, f.field, f.ask_first, f.place
from service.ticket t
join service.ticket_field f on f.kind = t.kind
left join fleet.appliance a on a.appliance_no = t.appliance_no
where t.ended_at is null
    and not case f.field
        when 'serial' then a.id is not null
        when 'model' then a.model is not null
        when 'production_date' then a.produced_on is not null
        when 'purchase_date' then a.purchased_on is not null
        when 'purchase_channel' then coalesce(a.attributes ->> 'purchase_channel' is not null, false)
        when 'customer_name' then t.household is not null
        when 'address' then t.household is not null
        when 'phone' then t.household is not null
        when 'symptom' then t.source in ('prediction', 'fault_code')
        when 'began' then t.source in ('prediction', 'fault_code')
        else false
    end
    and not exists (select from service.ticket_answer w where w.ticket = t.id and w.field = f.field);
