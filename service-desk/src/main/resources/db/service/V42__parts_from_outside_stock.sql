-- What is built in is used up of a shelf, or came from outside stock: bought by the technician, or of a part that is not kept.
alter table service.part_line
    add column outside_stock int not null default 0,
    add constraint part_line_outside_stock check (outside_stock between 0 and quantity);

-- Lines from before: what nothing was used up for took no shelf's unit. Numbered units say so themselves.
update service.part_line l set outside_stock = l.quantity
from service.part_serial s
where s.ticket = l.ticket and s.part = l.part and s.serial = l.new_serial and s.reservation is null;
update service.part_line l set outside_stock = least(l.quantity, x.running - x.consumed)
from (
    select p.id, sum(p.quantity) over (partition by p.ticket, p.part order by p.id) running, (
            select coalesce(sum(r.quantity), 0) from service.reservation r
            where r.ticket = p.ticket and r.state = 'consumed' and p.part in (r.part, r.asked)) consumed
    from service.part_line p
    where not exists (select from service.part_serial s where s.part = p.part and s.serial = p.new_serial)) x
where x.id = l.id and x.running > x.consumed;
