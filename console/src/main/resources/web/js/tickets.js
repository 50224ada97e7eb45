// The list of tickets, most urgent first.
import { html, useState } from "./lib.js";
import { Time, date, relative, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Choice, Empty, Failure, Link, PartChip, Probability, Skeleton, TicketState, Urgency, zoneOf } from "./parts-of-pages.js";

const PAGE = 50;

export function TicketsPage({ now, overview }) {
  const [state, setState] = useState("open");
  const [limit, setLimit] = useState(PAGE);
  const { data, error, retry } = useResource(`/api/v1/tickets?state=${state}&limit=${limit}`, { keep: state });
  const choose = (chosen) => {
    setState(chosen);
    setLimit(PAGE);
  };
  return html`
    <div class="page-head">
      <div><h1 tabindex="-1">${t("tickets.title")}</h1><p class="muted">${t(`tickets.${state}.intro`)}</p></div>
      <${Choice} name="state" label=${t("tickets.state")} value=${state} onChange=${choose}
        options=${[["open", t("tickets.open")], ["ended", t("tickets.ended")]]} />
    </div>
    ${error && html`<${Failure} error=${error} retry=${retry} />`}
    ${!data && !error && html`<${Skeleton} rows=${5} tall />`}
    ${data && data.tickets.length === 0 && html`<${NoTickets} state=${state} overview=${overview} />`}
    ${data && data.tickets.length > 0 && html`<${TicketList} tickets=${data.tickets} now=${now} />`}
    ${data && data.more &&
      html`<p class="centred"><button class="button" onClick=${() => setLimit(limit + PAGE)}>${t("tickets.more")}</button></p>`}
  `;
}

function NoTickets({ state, overview }) {
  if (state !== "open") {
    return html`<${Empty} title=${t("tickets.none.ended")} hint=${t("tickets.none.ended.hint")} />`;
  }
  const fresh = overview && overview.figures.readings === 0;
  return html`<${Empty} title=${t("tickets.none")} hint=${t(fresh ? "tickets.none.setup" : "tickets.none.hint")}
    command=${fresh ? "bin/hearthwatch demo" : null} />`;
}

export const TicketList = ({ tickets, now }) => html`
  <ul class="tickets">
    ${tickets.map((ticket) => html`<${TicketRow} key=${ticket.id} ticket=${ticket} now=${now} />`)}
  </ul>`;

function TicketRow({ ticket, now }) {
  const late = !ticket.ended_at && new Date(ticket.due_at) < new Date(now);
  const zone = zoneOf(ticket);
  return html`
    <li class=${`ticket edge-${ticket.ended_at ? "ended" : ticket.urgency}`}>
      <div class="ticket-badge">
        ${ticket.state === "open" ? html`<${Urgency} level=${ticket.urgency} />` : html`<${TicketState} state=${ticket.state} />`}
        <span class="muted small mono">${ticket.number}</span>
      </div>
      <div class="ticket-what">
        <h2><${Link} to=${`/tickets/${ticket.id}`} class="stretched">${text(ticket.component.name)}</${Link}>
          ${ticket.appliance && html`<span class="muted"> · ${text(ticket.appliance.type_name)} <span class="mono">${ticket.appliance.id}</span></span>`}</h2>
        <p class="clamp">${text(ticket.reason || ticket.summary)}</p>
      </div>
      <div class="ticket-odds"><${Probability} value=${ticket.probability} label=${t("ticket.probability.short")} /></div>
      <div class="ticket-due">
        ${ticket.ended_at
          ? html`<span class="muted small">${t("ticket.ended")}</span><span><${Time} iso=${ticket.ended_at} zone=${zone} format=${date} /></span>`
          : html`<span class=${late ? "late" : ""}>${late ? t("ticket.overdue") : relative(ticket.due_at, now)}</span>
              <span class="muted small"><${Time} iso=${ticket.due_at} zone=${zone} /></span>`}
      </div>
      <div class="ticket-where">
        <${PartChip} part=${ticket.part} />
        <span class="muted small">${ticket.centre ? text(ticket.centre.name) : t("ticket.centre.none")}</span>
      </div>
    </li>`;
}
