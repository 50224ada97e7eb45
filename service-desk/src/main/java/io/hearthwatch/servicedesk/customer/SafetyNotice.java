package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Tells a household to stop using an appliance that may hurt somebody. It goes out whether or not the household agreed to be written to: it
 * is no news, but a warning. Stateless.
 */
public final class SafetyNotice {
    private SafetyNotice() {}

    /**
     * Queues the warning about a ticket's appliance, once for a ticket, in the caller's transaction.
     *
     * @return whether there is a way to write to the household; otherwise somebody has to call
     */
    public static boolean queue(Connection connection, long ticket, Instant at) throws SQLException {
        Sql.update(connection, """
                insert into service.message (household, ticket, kind, once, channel, language, subject, body, made_at, send_at, next_at)
                select h.id, t.id, 'stop_use', 'stop_use ' || t.id, k.channel, h.language,
                    case when h.language like 'zh%' then '请立即停止使用 (' || t.number || ')'
                        else 'Please stop using it at once (' || t.number || ')' end,
                    case when h.language like 'zh%' then '您反映的家电' || coalesce(a.id, '') || '可能存在安全隐患。请立即停止使用并断开电源，我们会尽快与您联系。'
                        else 'The appliance ' || coalesce(a.id || ' ', '') || 'that you told us of may be unsafe. Please stop using it, and unplug'
                            || ' it. We will be in touch with you soon.' end || E'\\n',
                    ?, ?, ?
                from service.ticket t join service.household h on h.id = t.household
                join service.household_contact k on k.household = h.id and k.channel <> 'none'
                left join fleet.appliance a using (appliance_no)
                where t.id = ? on conflict (once) do nothing
                """, at, at, at, ticket);
        return Sql.first(
                        connection,
                        "select 1 from service.message where once = 'stop_use ' || ?",
                        row -> true,
                        Long.toString(ticket))
                .isPresent();
    }
}
