package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.policy.EndReason;
import io.hearthwatch.servicedesk.policy.TicketRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The lives of would-be tickets, under the rules of real ones but without people: they end by expiry or repair only. Everything runs in
 * the caller's transaction, which has locked the pair.
 */
final class ShadowTickets {
    private ShadowTickets() {}

    private record OpenShadow(long id, TicketRules.Open rules) {}

    private static List<OpenShadow> open(Connection connection, String laneOrNull, int applianceNo, String component)
            throws SQLException {
        return Sql.list(
                connection,
                """
                select id, opened_at, expires_at, hit_at from service.shadow_ticket
                where appliance_no = ? and component = ? and ended_at is null and (?::text is null or lane = ?) order by id
                """,
                row -> new OpenShadow(
                        row.getLong("id"),
                        new TicketRules.Open(
                                Sql.instant(row, "opened_at"),
                                Sql.instant(row, "expires_at"),
                                Sql.instant(row, "hit_at"))),
                applianceNo,
                component,
                laneOrNull,
                laneOrNull);
    }

    /** A lane's open ticket of the pair, as work due at an instant finds it. */
    static Optional<TicketRules.Open> openAt(
            Connection connection, String lane, int applianceNo, String component, Instant at) throws SQLException {
        for (OpenShadow shadow : open(connection, lane, applianceNo, component)) {
            if (!TicketRules.expiredForWork(shadow.rules(), at)) {
                return Optional.of(shadow.rules());
            }
            end(connection, shadow.id(), EndReason.EXPIRED, shadow.rules().expiresAt());
        }
        return Optional.empty();
    }

    /** The ticket of the pair that ended last in a lane. */
    static Optional<TicketRules.Ended> lastEnded(Connection connection, String lane, int applianceNo, String component)
            throws SQLException {
        return Sql.first(
                connection,
                """
                select end_reason, ended_at, probability from service.shadow_ticket
                where appliance_no = ? and component = ? and lane = ? and ended_at is not null
                order by ended_at desc, id desc limit 1
                """,
                row -> new TicketRules.Ended(
                        EndReason.of(row.getString("end_reason")),
                        Sql.instant(row, "ended_at"),
                        row.getDouble("probability")),
                applianceNo,
                component,
                lane);
    }

    /** What a would-be ticket is about, beside the proposal. */
    record About(String lane, ShadowReason reason, String type, String centre, Urgency urgency) {}

    static long insert(Connection connection, Proposal proposal, About about) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        insert into service.shadow_ticket (lane, reason, type, appliance_no, component, centre, model_id, decision_id,
                            probability, urgency, horizon_seconds, opened_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        about.lane(),
                        about.reason().id(),
                        about.type(),
                        proposal.applianceNo(),
                        proposal.component(),
                        about.centre(),
                        proposal.modelId(),
                        proposal.decisionId(),
                        proposal.probability(),
                        about.urgency().level(),
                        proposal.horizon().toSeconds(),
                        proposal.asOf(),
                        TicketRules.expiresAt(proposal.asOf(), proposal.horizon()))
                .orElseThrow();
    }

    static void hit(Connection connection, long id, Instant at) throws SQLException {
        Sql.update(connection, "update service.shadow_ticket set hit_at = ? where id = ?", at, id);
    }

    private static void end(Connection connection, long id, EndReason reason, Instant at) throws SQLException {
        Sql.update(
                connection,
                "update service.shadow_ticket set ended_at = ?, end_reason = ? where id = ?",
                at,
                reason.id(),
                id);
    }

    /** The component failed: what was foretold in any lane was right. */
    static void failed(Connection connection, int applianceNo, String component, Instant at) throws SQLException {
        for (OpenShadow shadow : open(connection, null, applianceNo, component)) {
            if (TicketRules.expiredForEvent(shadow.rules(), at)) {
                end(connection, shadow.id(), EndReason.EXPIRED, shadow.rules().expiresAt());
            } else if (TicketRules.isHitBy(shadow.rules(), at)) {
                hit(connection, shadow.id(), at);
            }
        }
    }

    /** The component was repaired. */
    static void repaired(Connection connection, int applianceNo, String component, Instant at) throws SQLException {
        for (OpenShadow shadow : open(connection, null, applianceNo, component)) {
            if (TicketRules.expiredForEvent(shadow.rules(), at)) {
                end(connection, shadow.id(), EndReason.EXPIRED, shadow.rules().expiresAt());
            } else if (TicketRules.isClosedBy(shadow.rules(), at)) {
                end(connection, shadow.id(), EndReason.REPAIRED, at);
            }
        }
    }

    /** Ends what nobody would have booked in time, each at its own instant. */
    static void expire(Connection connection, Instant upTo) throws SQLException {
        Sql.update(connection, """
                update service.shadow_ticket set ended_at = expires_at, end_reason = 'expired'
                where id = any (array(
                    select id from service.shadow_ticket where ended_at is null and hit_at is null and expires_at <= ?
                    order by id for update))
                """, upTo);
    }
}
