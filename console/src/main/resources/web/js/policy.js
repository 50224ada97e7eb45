// When predictions may become tickets: the switch, each type's mode and costs, what centres take.
import { html, useState } from "./lib.js";
import { Time, count, percent, t, text } from "./format.js";
import { send, useResource } from "./store.js";
import { AuthorFields, useAuthor } from "./author.js";
import { currentMe } from "./session.js";
import { Empty, Failure, Link, Skeleton } from "./parts-of-pages.js";
import { PolicyTrial } from "./policy-trial.js";

export function PolicyPage() {
  const { data, error, retry } = useResource("/api/v1/policy");
  const author = useAuthor();
  const { who, reason } = author;
  const [failed, setFailed] = useState(null);
  const turn = (what, type) => {
    setFailed(null);
    send(`/api/v1/policy/${what}`, { who, ...(type ? { type } : {}), ...(reason ? { reason } : {}) }).then(
      () => {
        author.setReason("");
        retry();
      },
      setFailed,
    );
  };
  const me = currentMe();
  const may = !me || me.sets_policy;
  const general = data && data.stopped.find((stop) => stop.type === null);
  return html`
    <div class="page-head"><div><h1 tabindex="-1">${t("policy.title")}</h1><p class="muted">${t("policy.intro")} <${Link} to="/models">${t("models.title")} →</${Link}></p></div></div>
    ${error && html`<${Failure} error=${error} retry=${retry} />`}
    ${!data && !error && html`<${Skeleton} rows=${6} />`}
    ${data && !may && html`<p class="card muted small" data-may="no">${t("policy.maynot")}</p>`}
    ${data && html`
      ${may && html`<section class="card policy-switch" aria-label=${t("policy.switch")}>
        <div class="policy-author">
          <${AuthorFields} author=${author} />
          ${general
            ? html`<button class="button" disabled=${!who} onClick=${() => turn("resume")}>${t("policy.resume.all")}</button>`
            : html`<button class="button danger" disabled=${!who || !reason} onClick=${() => turn("stop")}>${t("policy.stop.all")}</button>`}
        </div>
        <p class="muted small">${t("policy.switch.hint")}</p>
        ${failed && html`<p class="late" role="alert">${failed.offline ? t("error.offline") : failed.message}</p>`}
      </section>`}
      ${data.types.length === 0 && html`<${Empty} title=${t("policy.none")} />`}
      ${data.types.map((type) => html`<${TypeCard} key=${type.type} type=${type} stops=${data.stopped} may=${may} who=${who} reason=${reason} turn=${turn} changed=${retry} />`)}
      ${data.centres.length > 0 && html`<${Centres} centres=${data.centres} />`}`}
  `;
}

function TypeCard({ type, stops, may, who, reason, turn, changed }) {
  const [shown, setShown] = useState(false);
  const own = stops.some((stop) => stop.type === type.type);
  return html`<section class="card policy-type" data-type=${type.type}>
    <div class="policy-head">
      <h2>${text(type.name)} <span class=${`pill mode-${type.mode}`}>${t(`policy.mode.${type.mode}`)}</span></h2>
      ${may && html`<div class="policy-buttons">
        ${type.mode === "enabled" && html`<button class="button" disabled=${!who} onClick=${() => turn("disable", type.type)}>${t("policy.disable")}</button>`}
        ${type.mode === "shadow" && html`<button class="button" disabled=${!who} onClick=${() => turn("enable", type.type)}>${t("policy.enable")}</button>`}
        ${own
          ? html`<button class="button" disabled=${!who} onClick=${() => turn("resume", type.type)}>${t("policy.resume")}</button>`
          : html`<button class="button danger" disabled=${!who || !reason} onClick=${() => turn("stop", type.type)}>${t("policy.stop")}</button>`}
      </div>`}
    </div>
    <p class="muted small">${type.decided && type.since
      ? html`${t("policy.since")} <${Time} iso=${type.since} />`
      : t(type.mode === "enabled" ? "policy.new.open" : "policy.new")}</p>
    <dl class="policy-counts">
      ${[
        ["policy.open", type.open],
        ["policy.opened", type.opened],
        ["policy.wouldbe", type.would_be.not_enabled + type.would_be.stopped],
        ["policy.suppressed", type.suppressed],
        ["policy.waiting", type.waiting],
      ].map(([key, n]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${count(n)}</dd></div>`)}
    </dl>
    <details onToggle=${(e) => setShown(e.target.open)}><summary>${t("policy.costs")}${type.currency ? ` (${type.currency})` : ""}</summary>
      <div class="table-card"><table>
        <thead><tr><th>${t("ticket.component")}</th><th class="number">${t("policy.missed")}</th><th class="number">${t("policy.needless")}</th>
          <th class="number">${t("policy.held")}</th><th class="number">${t("policy.safety")}</th><th class="number">${t("policy.threshold")}</th></tr></thead>
        <tbody>${type.components.map((c) => html`<tr key=${c.id}>
          <td>${text(c.name)}</td>
          <td class="number" data-label=${t("policy.missed")}>${count(c.missed_failure)}</td>
          <td class="number" data-label=${t("policy.needless")}>${count(c.needless_visit)}</td>
          <td class="number" data-label=${t("policy.held")}>${count(c.held_part)}</td>
          <td class="number" data-label=${t("policy.safety")}>${c.safety_weight > 1 ? `× ${count(c.safety_weight)}` : "–"}</td>
          <td class="number" data-label=${t("policy.threshold")}>${c.threshold === null ? t("policy.nomodel") : percent(c.threshold)}</td>
        </tr>`)}</tbody></table></div>
      <p class="muted small">${t("policy.costs.hint")}</p>
      ${shown && may && type.components.some((c) => c.threshold !== null) && html`<${PolicyTrial} type=${type} who=${who} reason=${reason} changed=${changed} />`}
    </details>
  </section>`;
}

const Centres = ({ centres }) => html`<section class="bare"><h2>${t("policy.centres")}</h2>
  <div class="card table-card"><table>
    <thead><tr><th>${t("ticket.centre")}</th><th class="number">${t("policy.perday")}</th><th class="number">${t("policy.today")}</th><th class="number">${t("policy.waiting")}</th></tr></thead>
    <tbody>${centres.map((c) => html`<tr key=${c.id}>
      <td>${text(c.name)}</td>
      <td class="number" data-label=${t("policy.perday")}>${c.tickets_per_day === null ? t("policy.nolimit") : count(c.tickets_per_day)}</td>
      <td class="number" data-label=${t("policy.today")}>${count(c.opened_today)}</td>
      <td class="number" data-label=${t("policy.waiting")}>${count(c.waiting)}</td></tr>`)}</tbody></table></div></section>`;
