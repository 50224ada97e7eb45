package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells the customer of an appliance what a campaign is about, in the transaction that opens its ticket or finds one open. A ticket's
 * customer hears of a campaign once: the database has one message for each pair. Where somebody may get hurt it is a warning, which needs no
 * consent and does not wait for the end of quiet hours. Thread-safe.
 */
final class CampaignNotices implements TicketClocks {
    private final Catalog catalog;
    private final Messages messages;

    CampaignNotices(Catalog catalog, Messages messages) {
        this.catalog = catalog;
        this.messages = messages;
    }

    private record Notice(
            String household, String channel, boolean consent, String language, CampaignWords.About about) {}

    @Override
    public void opened(Connection connection, long ticket, Instant at) {}

    @Override
    public void stepped(Connection connection, long ticket, String from, String to, Instant at) {}

    @Override
    public boolean campaign(Connection connection, long ticket, long campaign, Instant at) throws SQLException {
        Optional<Notice> found = Sql.first(connection, """
                select t.household, t.number, t.window_from is not null booked, k.channel, k.consent, h.language, a.id appliance, a.type,
                    c.kind, c.safety, c.component, c.words_en, c.words_zh
                from service.ticket t join service.campaign c on c.id = ? join service.household h on h.id = t.household
                join service.household_contact k on k.household = h.id and k.channel <> 'none'
                join fleet.appliance a using (appliance_no) where t.id = ?
                """, this::read, campaign, ticket);
        if (found.isEmpty() || !(found.get().consent() || found.get().about().safety())) {
            return false;
        }
        Notice notice = found.get();
        String link = messages.link(Links.signer(connection, at).sign(ticket, at.plus(Links.VALID)));
        MessageWords.Words words = CampaignWords.of(notice.language(), notice.about(), link);
        String kind = notice.about().safety() ? "stop_use" : notice.about().recall() ? "recall" : "maintenance";
        Sql.update(
                connection,
                """
                insert into service.message (household, ticket, campaign, kind, once, channel, language, subject, body, made_at, send_at,
                    next_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                notice.household(),
                ticket,
                campaign,
                kind,
                kind + " " + ticket + " campaign " + campaign,
                notice.channel(),
                notice.language(),
                words.subject(),
                words.body(),
                at,
                at,
                at);
        return true;
    }

    private Notice read(ResultSet row) throws SQLException {
        Optional<ApplianceType> type = catalog.find(row.getString("type"));
        String component = row.getString("component");
        return new Notice(
                row.getString("household"),
                row.getString("channel"),
                row.getBoolean("consent"),
                row.getString("language"),
                new CampaignWords.About(
                        row.getString("number"),
                        row.getString("kind").equals("recall"),
                        row.getBoolean("safety"),
                        row.getBoolean("booked"),
                        type.map(ApplianceType::label).orElse(new Text("Appliance", "家电")),
                        row.getString("appliance"),
                        component == null
                                ? null
                                : type.map(known -> known.components().get(component))
                                        .map(known -> known.label())
                                        .orElse(null),
                        new Text(row.getString("words_en"), row.getString("words_zh"))));
    }
}
