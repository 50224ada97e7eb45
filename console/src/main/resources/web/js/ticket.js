// One ticket: what will happen, why, what to check, which part is held, and the telemetry behind it.
import { html } from "./lib.js";
import { Time, relative, span, t, text, percent, date, count } from "./format.js";
import { useResource } from "./store.js";
import { Empty, Facts, Failure, Link, PartChip, Skeleton, TicketState, Urgency, zoneOf } from "./parts-of-pages.js";
import { Charts } from "./chart.js";

const HOUR = 3600000;

export function TicketPage({ id, now }) {
  const { data: ticket, error, retry } = useResource(`/api/v1/tickets/${encodeURIComponent(id)}`);
  const type = useResource(ticket && ticket.appliance && `/api/v1/types/${ticket.appliance.type}`, { live: false });
  if (!ticket) {
    return html`<h1 tabindex="-1" class="hidden">${t("ticket.number", { number: id })}</h1>
      ${error ? html`<${Failure} error=${error} retry=${retry} />` : html`<${Skeleton} rows=${4} tall />`}`;
  }
  const zone = zoneOf(ticket);
  return html`
    <nav class="crumb"><${Link} to="/">← ${t("ticket.back")}</${Link}></nav>
    <header class=${`hero edge-${ticket.ended_at ? "ended" : ticket.urgency}`}>
      <p class="hero-line">
        <${Urgency} level=${ticket.urgency} /> <${TicketState} state=${ticket.state} />
        <span class="muted">${t("ticket.number", { number: ticket.number })}</span>
      </p>
      <h1 tabindex="-1"><${Headline} ticket=${ticket} /></h1>
      <div class="hero-figures">
        ${ticket.probability !== null &&
          html`<${Figure} term=${t("ticket.probability")} hint=${ticket.horizon && t("ticket.horizon", { span: span(ticket.horizon) })}>${percent(ticket.probability)}</${Figure}>`}
        ${ticket.ended_at
          ? html`<${Figure} term=${t("ticket.ended")} hint=${html`<${Time} iso=${ticket.ended_at} zone=${zone} />`}>${relative(ticket.ended_at, now)}</${Figure}>`
          : html`<${Figure} term=${t("ticket.due")} hint=${html`<${Time} iso=${ticket.due_at} zone=${zone} />`}>${relative(ticket.due_at, now)}</${Figure}>`}
        <${Figure} term=${t("ticket.part")} hint=${ticket.part && ticket.part.state !== "proposed" ? text(ticket.part.warehouse_name) : ""}>
          ${t(`part.${ticket.part ? ticket.part.state : "none"}`)}</${Figure}>
        <${Figure} term=${t("ticket.centre")} hint=${zone}>${ticket.centre ? text(ticket.centre.name) : t("ticket.centre.none")}</${Figure}>
      </div>
    </header>
    <div class="columns">
      <div>
        <section class="card first"><h2>${t("ticket.reasons")}</h2>
          ${ticket.reasons.length === 0 && html`<p class="muted">${t("ticket.reasons.none")}</p>`}
          <ol class="reasons">${ticket.reasons.map((reason, i) => html`<li key=${i}>${text(reason)}</li>`)}</ol>
        </section>
        <section class="card"><h2>${t("ticket.charts")}</h2>
          ${type.data &&
            html`<${Charts} appliance=${ticket.appliance.id} metrics=${type.data.metrics} until=${chartEnd(ticket, now)}
              opened=${ticket.opened_at} zone=${zone} mentioned=${ticket.reasons.map((r) => `${r.en} ${r.zh}`).join(" ")} />`}
          ${type.error && html`<${Failure} error=${type.error} retry=${type.retry} />`}
        </section>
      </div>
      <aside>
        <section class="card check second"><h2>${t("ticket.check")}</h2>
          ${ticket.check_first.length === 0 && html`<p class="muted">${t("ticket.check.none")}</p>`}
          <ul class="checks">${ticket.check_first.map(
            (hint) => html`<li key=${hint.code}><span><span class=${`code severity-${hint.severity}`}>${hint.code}</span> <span class="muted">${text(hint.name)}</span></span><p>${text(hint.check)}</p></li>`,
          )}</ul>
        </section>
        <section class="card second"><h2>${t("ticket.part")}</h2><${Parts} ticket=${ticket} zone=${zone} /></section>
        <section class="card"><h2>${t("ticket.appliance")}</h2>
          <${Facts} facts=${[
            ...(ticket.appliance
              ? [[text(ticket.appliance.type_name), html`<${Link} to=${`/appliances/${encodeURIComponent(ticket.appliance.id)}`} class="mono">${ticket.appliance.id}</${Link}>`]]
              : []),
            [t("ticket.component"), text(ticket.component.name)],
            [t("ticket.opened"), html`<${Time} iso=${ticket.opened_at} zone=${zone} />`],
            ...(ticket.ended_at || !ticket.expires_at ? [] : [[t("ticket.expires"), html`<${Time} iso=${ticket.expires_at} zone=${zone} />`]]),
            ...(ticket.model_id ? [[t("ticket.model"), html`<${Link} to=${`/models/${encodeURIComponent(ticket.model_id)}`} class="mono small">${ticket.model_id}</${Link}>`]] : []),
          ]} />
        </section>
        <section class="card"><h2>${t("ticket.household")}</h2>
          ${ticket.household
            ? html`<${Facts} facts=${[
                [t("ticket.name"), ticket.household.name],
                [t("ticket.phone"), ticket.household.phone],
                [t("ticket.address"), ticket.household.address],
              ]} />`
            : html`<p class="muted">${t("ticket.household.none")}</p>`}
        </section>
        <section class="card"><h2>${t("ticket.events")}</h2>
          <ol class="timeline">${ticket.events.map(
            (event, i) => html`<li key=${i}><span>${t(`event.${event.what}`)}</span><span class="muted small"><${Time} iso=${event.at} zone=${zone} /> · ${t("event.by", { who: event.who })}</span></li>`,
          )}</ol>
        </section>
      </aside>
    </div>`;
}

/** What it is about and the sentence to act on; the appliance's id is never broken over two lines. */
const Headline = ({ ticket }) => html`${text(ticket.summary)}
  ${ticket.appliance && html`<span class="headline-about">${text(ticket.appliance.type_name)} <span class="mono whole">${ticket.appliance.id}</span></span>`}`;

const Figure = ({ term, hint, children }) => html`
  <div class="figure"><span class="muted small">${term}</span><strong>${children}</strong><span class="muted small">${hint}</span></div>`;

/** What is held and where, and what has to be bought and by when. */
function Parts({ ticket, zone }) {
  const wanted = ticket.purchases.filter((p) => p.state === "proposed");
  if (ticket.reservations.length === 0 && wanted.length === 0) {
    return html`<p class="muted">${t("part.none.long")}</p>`;
  }
  return html`<ul class="rows held">
    ${ticket.reservations.map(
      (r) => html`<li key=${r.number + r.held_at}><span><${PartChip} part=${r} /></span>
        <span>${text(r.name)}${r.quantity > 1 ? ` × ${count(r.quantity)}` : ""}</span></li>`,
    )}
    ${wanted.map(
      (p) => html`<li key=${p.number}><span><${PartChip} part=${p} /></span>
        <span>${text(p.name)}${p.quantity > 1 ? ` × ${count(p.quantity)}` : ""}</span>
        <span class="muted small">${t("part.proposed.by", { date: date(p.needed_by, zone) })}</span></li>`,
    )}
  </ul>`;
}

/** Two days past the opening or the end, but not past the clock's hour: there is nothing to draw there. */
function chartEnd(ticket, now) {
  const wanted = new Date(ticket.ended_at || ticket.opened_at).getTime() + 48 * HOUR;
  const hour = Math.ceil(new Date(now).getTime() / HOUR) * HOUR;
  return new Date(Math.min(wanted, Math.max(hour, new Date(ticket.opened_at).getTime() + HOUR))).toISOString();
}
