// Whether a live model still holds: what the last daily look found.
import { html } from "./lib.js";
import { Time, count, date, percent, t, text } from "./format.js";
import { Meaning } from "./model-figures.js";

/** One word for all of it. */
export const WatchPill = ({ watch }) =>
  html`<span class=${`pill watch-${!watch ? "unknown" : watch.warned ? "bad" : "good"}`}>${t(!watch ? "watch.unknown" : watch.warned ? "watch.warned" : "watch.holds")}</span>`;

/** The warnings that stand, then each sign and the figure behind it. */
export const Signs = ({ watch }) => html`
  ${watch.warnings.length > 0 && html`<ul class="warnings" role="alert">${watch.warnings.map((w) => html`<li key=${w.sign}><strong>${t(`watch.kind.${w.sign.replaceAll("_", "")}`)}</strong> ${w.words ? text(w.words) : ""}
    <span class="muted small"> · <${Time} iso=${w.began} format=${date} /></span></li>`)}</ul>`}
  <ul class="signs">${watch.signs.map((sign) => html`<li key=${sign.kind} data-sign=${sign.kind} title=${t(`watch.hint.${sign.kind.replaceAll("_", "")}`)}>
    <span class=${`dot dot-${sign.state}`} aria-hidden="true"></span>
    <span><strong>${t(`watch.kind.${sign.kind.replaceAll("_", "")}`)}</strong> <span class="hidden">${t(`watch.state.${sign.state}`)}</span>
    <span class="muted small">${text(sign.words)}</span></span></li>`)}</ul>
  <p class="muted small">${t("watch.at")} <${Time} iso=${watch.at} /></p>`;

const interval = (i) => (i ? html`<span class="range muted">${percent(i.low)} – ${percent(i.high)}</span>` : null);
const share = (value) => (value === null ? "–" : percent(value));

/** Live precision and recall, calibration, drift and stale data in full. */
export function WatchDetails({ watch, names }) {
  const live = watch.live.spans[0];
  const rows = [live.total, ...live.components];
  const bins = watch.calibration ? watch.calibration.bins.filter((bin) => bin.scores > 0) : [];
  return html`<div class="watch-details">
    <h3>${t("watch.live")}</h3>
    <p class="muted small">${t("watch.live.since")} <${Time} iso=${watch.live.since} format=${date} />. ${t("watch.live.hint")}</p>
    <div class="table-card"><table class="figures-table"><thead><tr><th>${t("ticket.component")}</th><th class="number">${t("figure.precision")}</th><th class="number">${t("watch.promised")}</th><th class="number">${t("figure.recall")}</th><th class="number">${t("watch.tickets")}</th><th class="number">${t("watch.lead")}</th></tr></thead>
      <tbody>${rows.map((q) => html`<tr key=${q.component || "all"}><td>${q.component ? names[q.component] || q.component : t("watch.all")}</td>
        <td class="number" data-label=${t("figure.precision")}>${share(q.precision)}${interval(q.precision_interval)}</td>
        <td class="number" data-label=${t("watch.promised")}>${share(q.promised)}</td>
        <td class="number" data-label=${t("figure.recall")}>${share(q.recall)}${interval(q.recall_interval)}</td>
        <td class="number" data-label=${t("watch.tickets")}>${t("watch.tickets.of", { found: count(q.found), not: count(q.not_found), open: count(q.not_yet_known) })}</td>
        <td class="number" data-label=${t("watch.lead")}>${q.median_lead_hours === null ? "–" : t("span.hours", { n: count(Math.round(q.median_lead_hours)) })}</td></tr>`)}</tbody></table></div>
    ${bins.length > 0 && html`<h3>${t("watch.kind.calibration")}</h3><p class="muted small">${t("watch.hint.calibration")}</p>
      <div class="table-card"><table class="figures-table"><thead><tr><th>${t("watch.said")}</th><th class="number">${t("watch.scores")}</th><th class="number">${t("watch.mean")}</th><th class="number">${t("watch.came")}</th></tr></thead>
        <tbody>${bins.map((bin) => html`<tr key=${bin.from}><td>${percent(bin.from)} – ${percent(bin.to)}</td><td class="number" data-label=${t("watch.scores")}>${count(bin.scores)}</td>
          <td class="number" data-label=${t("watch.mean")}>${percent(bin.said)}</td><td class="number" data-label=${t("watch.came")}>${share(bin.came)}${interval(bin.interval)}</td></tr>`)}</tbody></table></div>`}
    ${watch.drift && html`<h3>${t("watch.drift")}</h3><p class="muted small">${t("watch.hint.features")}</p>
      <div class="table-card"><table class="figures-table"><thead><tr><th>${t("watch.group")}</th><th class="number">${t("watch.appliances")}</th><th class="number">${t("watch.drifted")}</th><th>${t("watch.most")}</th></tr></thead>
        <tbody>${watch.drift.groups.map((g) => html`<tr key=${`${g.line} ${g.firmware}`}><td>${[g.line, g.firmware].filter(Boolean).join(" · ") || t("watch.everyone")} <span class=${`pill drift-${g.level}`}>${t(`watch.level.${g.level.replaceAll("_", "")}`)}</span></td>
          <td class="number" data-label=${t("watch.appliances")}>${count(g.appliances)}</td><td class="number" data-label=${t("watch.drifted")}>${t("watch.of", { n: count(g.drifted), all: count(g.compared) })}</td>
          <td class="small muted">${g.worst.length > 0 && g.compared > 0 ? text(g.worst[0].words) : "–"}</td></tr>`)}</tbody></table></div>`}
    ${watch.stale && html`<h3>${t("watch.kind.staledata")}</h3>
      <p>${t("watch.stale", { stale: count(watch.stale.all.stale), silent: count(watch.stale.all.silent), never: count(watch.stale.all.never), all: count(watch.stale.all.appliances) })}
        ${" "}${t("watch.age", { days: count(Math.round(watch.stale.age_days)) })}</p>`}
    <${Meaning} keys=${["precision", "recall", "promise", "index"]} />
  </div>`;
}
