package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.SupportClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Technical support: hard faults go up, from colleague to centre to headquarters, with all that is known; the answer becomes a knowledge
 * article, which later tickets of the same fault show.
 */
final class Support {
    private static final List<String> LEVELS = SupportClock.LEVELS;

    private Support() {}

    private record Open(long id, String level, String question) {}

    /** Asks by itself where the component of this model was never repaired before, or badly, and nothing is known about it since. */
    static void askIfHard(Connection connection, TicketRow ticket, Instant at) throws SQLException {
        if (!Components.isAbout(ticket) || "remote".equals(ticket.way())) {
            return;
        }
        boolean known = Sql.first(
                        connection,
                        """
                        select 1 from service.ticket t left join fleet.appliance a using (appliance_no)
                        where t.type = ? and t.component = ? and a.model is not distinct from ? and t.end_reason = 'repaired' and t.id <> ?
                        union all
                        select 1 from service.knowledge_article
                        where type = ? and component = ? and (model is null or model = ?) and retired_at is null
                        union all
                        select 1 from service.support_request where ticket = ?
                        limit 1
                        """,
                        row -> true,
                        ticket.type(),
                        ticket.component(),
                        ticket.model(),
                        ticket.id(),
                        ticket.type(),
                        ticket.component(),
                        ticket.model(),
                        ticket.id())
                .isPresent();
        int bad = known ? badRepairs(connection, ticket, at) : 0;
        if (!known || bad > 0) {
            String question = bad > 0
                    ? "The " + ticket.component() + " of a " + (ticket.model() == null ? ticket.type() : ticket.model())
                            + " was badly repaired " + bad + " times lately: what is to be done otherwise?"
                    : "The " + ticket.component() + " of a " + (ticket.model() == null ? ticket.type() : ticket.model())
                            + " was never repaired before: how is it done, and what is to be minded?";
            insert(connection, ticket, "colleague", question, RepairGuarantee.SERVICE, true, at);
            Writing.note(
                    connection, ticket, at, RepairGuarantee.SERVICE, "support_asked", Map.of("level", "colleague"));
        }
    }

    private static long insert(
            Connection connection,
            TicketRow ticket,
            String level,
            String question,
            String who,
            boolean byItself,
            Instant at)
            throws SQLException {
        long id = Sql.first(connection, """
                        insert into service.support_request (ticket, level, question, who, asked_at, by_itself)
                        values (?, ?, ?, ?, ?, ?) returning id
                        """, row -> row.getLong("id"), ticket.id(), level, question, who, at, byItself)
                .orElseThrow();
        SupportClock.start(connection, id, ticket.centre(), level, at);
        return id;
    }

    /**
     * How often this fault was badly repaired lately: reopened, come back inside the guarantee, or rated badly. None where it is less often
     * than the terms say, where an article was written since, or where the ticket asked already.
     */
    private static int badRepairs(Connection connection, TicketRow ticket, Instant at) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select count(*) bad from service.support_terms s
                        join service.ticket t on t.type = ? and t.component = ? and t.id <> ?
                            and (t.end_reason = 'repaired' or t.times_reopened > 0)
                        left join fleet.appliance a using (appliance_no)
                        where a.model is not distinct from ?
                            and coalesce(t.ended_at, t.stepped_at) >= ?::timestamptz - make_interval(days => s.within_days)
                            and (t.times_reopened > 0
                                or exists (select from service.ticket c where c.parent = t.id and c.link = 'repair_guarantee')
                                or exists (select from service.ticket_follow_up f where f.ticket = t.id and f.rating <= s.bad_rating))
                            and not exists (select from service.knowledge_article k where k.type = t.type and k.component = t.component
                                and (k.model is null or k.model = a.model) and k.retired_at is null
                                and k.at >= coalesce(t.ended_at, t.stepped_at))
                            and not exists (select from service.support_request r where r.ticket = ?)
                        group by s.bad_repairs having count(*) >= s.bad_repairs
                        """,
                        row -> row.getInt("bad"),
                        ticket.type(),
                        ticket.component(),
                        ticket.id(),
                        ticket.model(),
                        at,
                        ticket.id())
                .orElse(0);
    }

    /** Asks, or hands what is open one level up. */
    static Map<String, Object> ask(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("question", "level");
        Optional<Open> open = open(connection, ticket);
        Optional<String> level = input.oneOf("level", LEVELS);
        String next = level.orElse(open.map(o -> LEVELS.get(Math.min(LEVELS.indexOf(o.level()) + 1, 2)))
                .orElse("colleague"));
        if (open.isPresent()
                && LEVELS.indexOf(next) <= LEVELS.indexOf(open.get().level())) {
            throw TicketRefusal.conflict(
                    "it lies with " + open.get().level() + " already",
                    open.get().level().equals("headquarters")
                            ? "wait for the answer"
                            : "hand it up to a higher level, or answer it");
        }
        String question = input.text("question")
                .or(() -> open.map(Open::question))
                .orElseThrow(() -> input.wrong("question", "is missing", "say what is to be known"));
        if (open.isPresent()) {
            SupportClock.end(connection, ticket.id(), at);
            Sql.update(connection, """
                    update service.support_request set answered_at = greatest(?, asked_at), answered_by = ?, handed_up = true where id = ?
                    """, at, request.who(), open.get().id());
        }
        long id = insert(connection, ticket, next, question, request.who(), false, at);
        Writing.note(connection, ticket, at, request.who(), "support_asked", Map.of("level", next));
        return Map.of("support", id, "level", next);
    }

    private static Optional<Open> open(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                connection,
                "select id, level, question from service.support_request where ticket = ? and answered_at is null",
                row -> new Open(row.getLong("id"), row.getString("level"), row.getString("question")),
                ticket.id());
    }

    /** Answers what is open; the answer becomes an article. */
    static Map<String, Object> answer(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("answer", "title");
        Open open = open(connection, ticket)
                .orElseThrow(() ->
                        TicketRefusal.conflict("no question is open", "ask one: POST /api/v1/tickets/{id}/support"));
        String words = input.required("answer", "say how it is done");
        if (ticket.type() == null) {
            throw TicketRefusal.conflict("the ticket is about no appliance type", "answer the customer instead");
        }
        long article = Sql.first(
                        connection,
                        """
                        insert into service.knowledge_article (type, model, code, component, title, words, from_ticket, who, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        ticket.type(),
                        ticket.model(),
                        ticket.faultCodes().isEmpty()
                                ? null
                                : ticket.faultCodes().get(0),
                        ticket.knowsComponent() ? ticket.component() : null,
                        input.text("title").orElse(TicketInput.shortened(open.question())),
                        words,
                        ticket.id(),
                        request.who(),
                        at)
                .orElseThrow();
        SupportClock.end(connection, ticket.id(), at);
        Sql.update(connection, """
                update service.support_request set answered_at = greatest(?, asked_at), answered_by = ?, answer = ?, article = ?
                where id = ?
                """, at, request.who(), words, article, open.id());
        Writing.note(connection, ticket, at, request.who(), "support_answered", Map.of("article", article));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("article", article);
        result.put("level", open.level());
        return result;
    }

    /** Articles about the ticket's appliance type, model, fault codes and component, the nearest first. */
    static List<Map<String, Object>> articles(Connection connection, TicketRow ticket) throws SQLException {
        return Rows.of(
                connection,
                """
                select k.id, k.version, k.title, k.words, k.model, k.code, k.component, k.who, k.at, t.number from_ticket,
                    (select count(*) from service.knowledge_use u where u.article = k.id) used,
                    (select count(*) from service.knowledge_use u where u.article = k.id and u.helpful) helpful
                from service.knowledge_article k left join service.ticket t on t.id = k.from_ticket
                where k.type = ? and k.retired_at is null and (k.model is null or k.model = ?)
                    and (k.component = ? or k.code = any(?) or (k.component is null and k.code is null))
                order by k.component = ? desc nulls last, k.at desc limit 20
                """,
                ticket.type(),
                ticket.model(),
                ticket.component(),
                ticket.faultCodes(),
                ticket.component());
    }
}
