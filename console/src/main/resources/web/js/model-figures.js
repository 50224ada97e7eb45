// How good a model is: its figures with their intervals, beside the rules that it has to beat, and what each figure means.
import { html } from "./lib.js";
import { Time, count, date, locale, percent, t } from "./format.js";

const fixed = (value, digits) =>
  value === null || value === undefined
    ? "–"
    : new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** A figure and, below it, the range in which it lies with 95 % confidence. */
const Figure = ({ value, range, show, best }) => html`<span class=${best ? "best" : ""}>${show(value)}</span>
  ${range && html`<span class="range muted" title=${t("figure.range")}>${show(range[0])} – ${show(range[1])}</span>`}`;

const COLUMNS = [
  ["ap", (d) => [d.any_failure && d.any_failure.average_precision, d.any_failure && d.any_failure.average_precision_95], (v) => fixed(v, 3), 1],
  ["f", (d) => [d.micro && d.micro.f1, d.micro && d.micro.f1_95], (v) => fixed(v, 3), 1],
  ["events", (d) => [d.any_failure && d.any_failure.event_recall, d.any_failure && d.any_failure.event_recall_95], (v) => (v === null || v === undefined ? "–" : percent(v)), 1],
  ["alarms", (d) => [d.micro && d.micro.false_alarms_per_100_30d, d.micro && d.micro.false_alarms_per_100_30d_95], (v) => fixed(v, 1), -1],
  ["money", (d) => [d.money && d.money.cost, d.money && d.money.cost_95], (v) => (v === null || v === undefined ? "–" : count(Math.round(v))), -1],
];

function rows(document) {
  const money = (document.money && document.money.methods) || {};
  const baselines = document.baselines || {};
  return [
    ["model", { micro: document.micro, any_failure: document.any_failure, money: money.model }],
    ["code", { ...baselines.fault_code_rule, money: money.fault_code_rule }],
    ["age", { ...baselines.age_rule, money: money.replace_by_age }],
    ["wait", { money: money.wait_for_failure }],
  ].filter(([name, data]) => name === "model" || data.micro || data.money);
}

/** A model's own newest evaluation beside the rules. */
export function Figures({ evaluation, currency }) {
  const d = evaluation.document;
  if (d.target === "remaining_life") {
    return html`<${LifeFigures} document=${d} />`;
  }
  const lines = rows(d);
  const bestOf = COLUMNS.map(([, of, , sign]) => {
    const values = lines.map(([, data]) => of(data)[0]).filter((v) => v !== null && v !== undefined);
    return values.length < 2 ? null : sign * Math.max(...values.map((v) => sign * v));
  });
  return html`<div class="model-figures">
    <div class="table-card"><table class="figures-table">
      <thead><tr><th>${t("figure.method")}</th>${COLUMNS.map(([key]) => html`<th key=${key} class="number" title=${t(`figure.${key}.hint`)}>${t(`figure.${key}`)}${key === "money" && currency ? ` (${currency})` : ""}</th>`)}</tr></thead>
      <tbody>${lines.map(([name, data]) => html`<tr key=${name} data-method=${name} class=${name === "model" ? "mine" : ""}><td>${t(`figure.of.${name}`)}</td>
        ${COLUMNS.map(([key, of, show], i) => {
          const [value, range] = of(data);
          return html`<td key=${key} class="number" data-label=${t(`figure.${key}`)}><${Figure} value=${value} range=${range} show=${show} best=${bestOf[i] !== null && value === bestOf[i]} /></td>`;
        })}</tr>`)}</tbody></table></div>
    <p class="muted small">${t("figure.judged")} <${Time} iso=${d.from} format=${date} /> – <${Time} iso=${d.to} format=${date} />${d.judged && d.judged.what ? html`${t("figure.comma")}${t(`figure.judged.${d.judged.what.replaceAll("_", "")}`)}` : ""}${t("figure.stop")}${saved(d, currency)}</p>
    <${Meaning} keys=${["ap", "f", "events", "alarms", "money", "range"]} />
  </div>`;
}

function saved(document, currency) {
  const saves = document.money && document.money.model_saves;
  const rule = document.money && document.money.cheapest_alternative;
  if (!saves || !rule || saves[`against_${rule}`] === undefined) {
    return "";
  }
  const range = saves[`against_${rule}_95`];
  return t("figure.saves", {
    verdict: t(`figure.verdict.${(saves[`against_${rule}_verdict`] || "unknown").replaceAll("_", "")}`),
    rule: t(`figure.rule.${rule.replaceAll("_", "")}`),
    sum: `${count(Math.round(saves[`against_${rule}`]))}${currency ? ` ${currency}` : ""}`,
    low: range ? count(Math.round(range[0])) : "–",
    high: range ? count(Math.round(range[1])) : "–",
  });
}

/** What figures mean, a sentence each. */
export const Meaning = ({ keys }) => html`<details class="meaning"><summary>${t("figure.meaning")}</summary>
  <dl>${keys.map((key) => html`<div key=${key}><dt>${t(`figure.${key}`)}</dt><dd>${t(`figure.${key}.hint`)}</dd></div>`)}</dl></details>`;

const HOURS = [
  ["rmse", "rmse_hours", "rmse_95"],
  ["mae", "mae_hours", null],
  ["bias", "bias_hours", null],
];

const LifeFigures = ({ document: d }) => html`<div class="model-figures">
  <div class="table-card"><table class="figures-table"><thead><tr><th>${t("figure.method")}</th>${HOURS.map(([key]) => html`<th key=${key} class="number">${t(`figure.${key}`)}</th>`)}<th class="number">${t("figure.held")}</th></tr></thead>
    <tbody>${[["model", d], ["age", d.age_rule || {}]].map(([name, data]) => html`<tr key=${name} data-method=${name}><td>${t(`figure.of.${name}`)}</td>
      ${HOURS.map(([key, value, range]) => html`<td key=${key} class="number" data-label=${t(`figure.${key}`)}><${Figure} value=${data[value]} range=${range && data[range]} show=${(v) => fixed(v, 1)} /></td>`)}
      <td class="number" data-label=${t("figure.held")}>${data.interval_coverage === undefined || data.interval_coverage === null ? "–" : percent(data.interval_coverage)}</td></tr>`)}</tbody></table></div>
  <${Meaning} keys=${["rmse", "mae", "bias", "held"]} /></div>`;

/** The same component by component. */
export function Components({ evaluation, names, model }) {
  const found = (evaluation && evaluation.document.components) || {};
  return html`<div class="table-card"><table class="figures-table"><thead><tr><th>${t("ticket.component")}</th>
      <th class="number" title=${t("figure.positives.hint")}>${t("figure.positives")}</th><th class="number" title=${t("figure.act.hint")}>${t("figure.act")}</th>
      <th class="number">${t("figure.precision")}</th><th class="number">${t("figure.recall")}</th><th class="number">${t("figure.ap")}</th><th class="number" title=${t("figure.calibration.hint")}>${t("figure.calibration")}</th></tr></thead>
    <tbody>${Object.entries(model.components).map(([id, c]) => {
      const f = found[id] || {};
      return html`<tr key=${id}><td>${names[id] || id}</td>
        <td class="number" data-label=${t("figure.positives")}>${count(c.positives)}</td>
        <td class="number" data-label=${t("figure.act")}>${!c.trained ? t(`basis.${c.basis}`) : c.cost_threshold === null ? t("figure.never") : percent(c.cost_threshold)}</td>
        <td class="number" data-label=${t("figure.precision")}>${f.precision === undefined || f.precision === null ? "–" : percent(f.precision)}</td>
        <td class="number" data-label=${t("figure.recall")}>${f.recall === undefined || f.recall === null ? "–" : percent(f.recall)}</td>
        <td class="number" data-label=${t("figure.ap")}>${fixed(f.average_precision, 3)}</td>
        <td class="number" data-label=${t("figure.calibration")}>${fixed(f.calibration_error, 4)}</td></tr>`;
    })}</tbody></table></div>
    <${Meaning} keys=${["positives", "act", "precision", "recall", "ap", "calibration"]} />`;
}

const PAIRS = [
  ["tickets", (s) => s.tickets],
  ["needless", (s) => s.needless],
  ["preempted", (s) => s.preempted],
  ["missed", (s) => s.missed],
  ["foreseen", (s) => s.foreseen],
  ["lead", (s) => s.median_hours_before],
];

/** The challenger beside the champion since it went into shadow. */
export function Shadow({ shadow }) {
  return html`<div class="model-shadow" data-shadow>
    <h3>${t("shadow.title")}</h3>
    <p class="muted small">${shadow.from
      ? html`<${Time} iso=${shadow.from} format=${date} /> – <${Time} iso=${shadow.to} format=${date} /> · ${t("shadow.scored", { n: count(shadow.scored.challenger) })}${shadow.agreement === null ? "" : ` · ${t("shadow.agree", { percent: percent(shadow.agreement) })}`}`
      : t("shadow.nothing")}</p>
    ${shadow.challenger_failed_at > 0 && html`<p class="late small">${t("shadow.failed", { n: count(shadow.challenger_failed_at) })} ${shadow.challenger_failure}</p>`}
    ${shadow.from && html`<div class="table-card"><table class="figures-table"><thead><tr><th>${t("shadow.count", { n: count(shadow.failures) })}</th><th class="number">${t("model.alias.champion")}</th><th class="number">${t("model.alias.challenger")}</th></tr></thead>
      <tbody>${PAIRS.map(([key, of]) => html`<tr key=${key} title=${t(`shadow.${key}.hint`)}><td>${t(`shadow.${key}`)}</td>
        <td class="number" data-label=${t("model.alias.champion")}>${fixed(of(shadow.of_champion), key === "lead" ? 1 : 0)}</td>
        <td class="number" data-label=${t("model.alias.challenger")}>${fixed(of(shadow.of_challenger), key === "lead" ? 1 : 0)}</td></tr>`)}</tbody></table></div>`}
    <details class="meaning"><summary>${t("figure.meaning")}</summary><dl>${PAIRS.map(([key]) => html`<div key=${key}><dt>${t(`shadow.${key}`)}</dt><dd>${t(`shadow.${key}.hint`)}</dd></div>`)}</dl></details>
  </div>`;
}

