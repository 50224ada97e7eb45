package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold of stock, reservations and tickets at any moment. */
final class Ledger {
    private Ledger() {}

    static void check(Desk it) {
        assertThat(it.number("""
                select count(*) from service.stock s full join (
                    select warehouse, part, sum(on_hand_delta) on_hand, sum(reserved_delta) reserved, sum(quarantined_delta) quarantined
                    from service.stock_move group by warehouse, part) m using (warehouse, part)
                where (s.on_hand, s.reserved, s.quarantined) is distinct from (m.on_hand, m.reserved, m.quarantined)
                """))
                .as("shelves that the ledger does not explain")
                .isZero();
        assertThat(it.number("""
                select count(*) from service.stock s
                where reserved <> (select coalesce(sum(quantity), 0) from service.reservation r
                    where r.state in ('held', 'picked') and r.warehouse = s.warehouse and r.part = s.part)
                """))
                .as("shelves whose reserved units have no owner")
                .isZero();
        assertThat(it.number("""
                select count(*) from service.reservation r join service.ticket t on t.id = r.ticket
                where (r.ended_at is null) <> (t.ended_at is null)
                """))
                .as("reservations that outlive their ticket, or end before it")
                .isZero();
        assertThat(it.number(
                        "select count(*) from service.stock where reserved < 0 or reserved + quarantined > on_hand"))
                .as("shelves overdrawn")
                .isZero();
        assertThat(it.number("""
                select count(*) from (select from service.ticket where ended_at is null
                    group by appliance_no, component having count(*) > 1) twice
                """)).as("pairs with two open tickets").isZero();
        assertThat(it.number("""
                select count(*) from service.ticket t where
                    (select count(*) from service.outbox o where o.ticket = t.id and o.kind = 'ticket.opened') <> 1
                    or (t.ended_at is not null) <> exists (
                        select from service.outbox o where o.ticket = t.id and o.kind in ('ticket.closed', 'ticket.cancelled'))
                """))
                .as("tickets whose changes were not announced")
                .isZero();
    }
}
