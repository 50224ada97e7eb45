-- Every step of a ticket, every booking and every plan asks what a centre has to do, which is little beside what it has done.
create index ticket_of_centre on service.ticket (centre, window_to) where ended_at is null;
create index dispatch_visit_open on service.dispatch_visit (centre, day) where ended_at is null;
