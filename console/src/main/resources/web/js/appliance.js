// One appliance: what it is, what is likely to fail, what it reported, what happened to it.
import { html } from "./lib.js";
import { Time, lifetime, plainDate, relative, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Facts, Failure, Link, Skeleton } from "./parts-of-pages.js";
import { Scores, StrangeNotice, StrangePill } from "./scores.js";
import { TicketList } from "./tickets.js";
import { Charts } from "./chart.js";

const HOUR = 3600000;

export function AppliancePage({ id, now }) {
  const path = `/api/v1/appliances/${encodeURIComponent(id)}`;
  const { data: appliance, error, retry } = useResource(path);
  const type = useResource(appliance && `/api/v1/types/${appliance.type}`, { live: false });
  const faults = useResource(`${path}/faults?limit=50`);
  const tickets = useResource(`/api/v1/tickets?state=all&limit=20&appliance=${encodeURIComponent(id)}`);
  if (!appliance) {
    return html`<h1 tabindex="-1" class="hidden">${id}</h1>
      ${error ? html`<${Failure} error=${error} retry=${retry} />` : html`<${Skeleton} rows=${4} tall />`}`;
  }
  const zone = appliance.zone;
  const hour = new Date(Math.ceil(new Date(now).getTime() / HOUR) * HOUR).toISOString();
  return html`
    <nav class="crumb"><${Link} to="/appliances">← ${t("appliance.back")}</${Link}></nav>
    <header class="page-head">
      <div><h1 tabindex="-1"><span class="mono">${appliance.id}</span> <${StrangePill} strangeness=${appliance.strangeness} /></h1><p class="muted">${text(appliance.type_name)}${appliance.model ? ` · ${appliance.model}` : ""}</p></div>
      <p class="muted">${t("appliances.lastseen")}: ${appliance.last_reading
        ? html`<span title=${appliance.last_reading}>${relative(appliance.last_reading, now)}</span>`
        : t("appliances.never")}</p>
    </header>
    <div class="columns">
      <div>
        <${StrangeNotice} strangeness=${appliance.strangeness} zone=${zone} />
        <${Scores} appliance=${appliance} now=${now} />
        <section class="card"><h2>${t("appliance.telemetry")}</h2>
          ${type.data && html`<${Charts} appliance=${id} metrics=${type.data.metrics} until=${hour} zone=${zone} />`}
          ${type.error && html`<${Failure} error=${type.error} retry=${type.retry} />`}
        </section>
        <section class="bare"><h2>${t("appliance.tickets")}</h2>
          ${tickets.error && html`<${Failure} error=${tickets.error} retry=${tickets.retry} />`}
          ${tickets.data && (tickets.data.tickets.length > 0
            ? html`<${TicketList} tickets=${tickets.data.tickets} now=${now} />`
            : html`<p class="muted">${t("appliance.tickets.none")}</p>`)}
        </section>
      </div>
      <aside>
        ${appliance.remaining_life.length > 0 && html`<section class="card"><h2>${t("appliance.life")}</h2>
          <p class="muted small">${t("appliance.life.hint")}</p>
          <ul class="rows">${appliance.remaining_life.map((l) => html`<li key=${l.component.id}>
            <span>${text(l.component.name)}: ${lifetime(l)}</span>
            <span class="muted small">${t("appliance.life.asof")} <${Time} iso=${l.as_of} zone=${zone} /></span></li>`)}</ul>
        </section>`}
        <section class="card"><h2>${t("appliance.identity")}</h2>
          <${Facts} facts=${[
            [t("appliance.model"), appliance.model],
            [t("appliance.lot"), appliance.lot],
            [t("appliance.produced"), appliance.produced_on && plainDate(appliance.produced_on)],
            [t("appliance.purchased"), appliance.purchased_on && plainDate(appliance.purchased_on)],
            [t("appliance.firmware"), appliance.firmware],
          ]} />
          ${appliance.last_reject && html`<p class="small notice"><strong>${t("appliance.lastreject")}</strong> · <${Time} iso=${appliance.last_reject.at} zone=${zone} /><br />${appliance.last_reject.reason}${appliance.last_reject.detail ? `: ${appliance.last_reject.detail}` : ""}</p>`}
        </section>
        <section class="card"><h2>${t("appliance.faults")}</h2>
          ${faults.error && html`<${Failure} error=${faults.error} retry=${faults.retry} />`}
          ${faults.data && (faults.data.faults.length === 0
            ? html`<p class="muted">${t("appliance.faults.none")}</p>`
            : html`<ul class="rows">${faults.data.faults.map((f) => html`<li key=${f.at + f.code + f.state}>
                <span><span class=${`code severity-${f.severity}`}>${f.code}</span> ${text(f.name)}</span>
                <span class="muted small">${t(`fault.${f.state}`)} · ${t(`severity.${f.severity}`)} · <${Time} iso=${f.at} zone=${zone} /></span></li>`)}</ul>`)}
        </section>
        <section class="card"><h2>${t("appliance.history")}</h2>
          ${appliance.history.length === 0
            ? html`<p class="muted">${t("appliance.history.none")}</p>`
            : html`<ul class="rows">${appliance.history.map((e) => html`<li key=${e.at + e.kind + e.component.id}>
                <span>${t(e.kind === "failure" ? "appliance.failure" : e.why === "worn" ? "appliance.repair.worn" : e.planned ? "appliance.repair.planned" : "appliance.repair")} · ${text(e.component.name)}</span>
                <span class="muted small">${e.ticket && html`<${Link} to=${`/tickets/${e.ticket}`}>${e.ticket}</${Link}> · `}<${Time} iso=${e.at} zone=${zone} /></span></li>`)}</ul>`}
        </section>
      </aside>
    </div>`;
}
