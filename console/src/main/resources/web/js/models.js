// Failure models: which one each type follows, which one is tried beside it, how good they are, and who decided so.
import { html, useEffect, useRef } from "./lib.js";
import { Time, date, span, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Empty, Failure, Link, Skeleton } from "./parts-of-pages.js";
import { ActionAuthor, Promote, Refusal, useModelActions } from "./model-actions.js";
import { Figures, Shadow } from "./model-figures.js";
import { Jobs } from "./model-jobs.js";
import { Signs, WatchPill } from "./model-watch.js";

export const pathOf = (id) => `/models/${encodeURIComponent(id)}`;
export const ModelLink = ({ id }) => html`<${Link} to=${pathOf(id)} class="mono">${id}</${Link}>`;
const hours = (list) => list.map((n) => span(`PT${Math.round(n)}H`)).join(", ");
export const Alias = ({ name }) => html`<span class=${`pill alias-${name}`}>${t(`model.alias.${name}`)}</span>`;
const own = (model) => model.newest_evaluation && model.newest_evaluation.evaluation;

/** Long documents, read anew only when there is a newer one. */
export function useEvaluation(model) {
  const { data, error, retry } = useResource(model && `/api/v1/models/${encodeURIComponent(model.model)}/evaluations?limit=20`, { live: false });
  const newest = model ? own(model) : null;
  const seen = useRef(newest);
  useEffect(() => {
    if (seen.current !== newest) {
      seen.current = newest;
      retry();
    }
  }, [newest]);
  const of = data && data.evaluations.filter((e) => !e.document.judged || !(e.document.judged.folds > 0));
  return { all: data ? data.evaluations : [], newest: of && of[0], error, loaded: Boolean(data) };
}

export function ModelsPage() {
  const models = useResource("/api/v1/models");
  const watch = useResource("/api/v1/models/watch");
  const types = useResource("/api/v1/types", { live: false });
  const policy = useResource("/api/v1/policy", { live: false });
  const log = useResource("/api/v1/models/audit?limit=30");
  const actions = useModelActions(() => [models, watch, log].forEach((each) => each.retry()));
  const list = models.data && models.data.models;
  const ids = list ? [...new Set(list.map((model) => model.type))].sort() : [];
  const nameOf = (id) => text(((types.data && types.data.types) || []).filter((type) => type.id === id).map((type) => type.name)[0]) || id;
  const currencyOf = (id) => policy.data && policy.data.types.filter((type) => type.type === id).map((type) => type.currency)[0];
  return html`
    <div class="page-head"><div><h1 tabindex="-1">${t("models.title")}</h1><p class="muted">${t("models.intro")}</p></div></div>
    ${models.error && html`<${Failure} error=${models.error} retry=${models.retry} />`}
    ${!list && !models.error && html`<${Skeleton} rows=${4} tall />`}
    ${list && list.length === 0 && html`<${Empty} title=${t("models.none")} hint=${t("models.none.hint")} command="hearthwatch model train --type TYPE --horizon 24h,7d" />`}
    ${list && list.length > 0 && html`<${ActionAuthor} actions=${actions} />
      ${ids.map((id) => html`<${TypeCard} key=${id} type=${id} name=${nameOf(id)} currency=${currencyOf(id)} models=${list.filter((model) => model.type === id)}
        watch=${watch.data && watch.data.models.find((each) => each.type === id)} actions=${actions} />`)}`}
    <${Jobs} jobs=${actions.jobs.jobs} may=${actions.may} look=${actions.jobs.look} />
    ${log.data && log.data.lines.length > 0 && html`<section class="bare"><h2>${t("models.history")}</h2><div class="card"><${History} lines=${log.data.lines} /></div></section>`}
  `;
}

function TypeCard({ type, name, currency, models, watch, actions }) {
  const failures = models.filter((model) => model.target === "failure");
  const lives = models.filter((model) => model.target !== "failure");
  const champion = failures.find((model) => model.aliases.includes("champion"));
  const challenger = failures.find((model) => model.aliases.includes("challenger"));
  // Reads all that both decided: asked for when the page opens or the challenger changes, not at every change in the house.
  const shadow = useResource(challenger && `/api/v1/models/shadow?type=${type}`, { live: false, keep: challenger && challenger.model });
  const evaluation = useEvaluation(champion);
  const mine = watch && champion && watch.model === champion.model ? watch : null;
  return html`<section class="card model-type" id=${type} data-type=${type}>
    <div class="policy-head">
      <h2>${name} <${WatchPill} watch=${mine} /></h2>
      ${actions.may && champion && html`<div class="policy-buttons">
        <button class="button" data-do="retrain" disabled=${!actions.named} title=${t("models.retrain.hint")} onClick=${() => actions.job("retrain", { type })}>${t("models.retrain")}</button>
        <button class="button danger" data-do="rollback" disabled=${!actions.named || !actions.reason} title=${t("models.rollback.hint")} onClick=${() => actions.turn("rollback", type, "failure")}>${t("models.rollback")}</button>
      </div>`}
    </div>
    <div class="model-seats">
      <${Seat} alias="champion" model=${champion} />
      <${Seat} alias="challenger" model=${challenger}>
        ${actions.may && challenger && html`<div class="policy-buttons"><${Promote} model=${challenger.model} actions=${actions} />
          <button class="button" data-do="withdraw" disabled=${!actions.named} title=${t("models.withdraw.hint")} onClick=${() => actions.turn("withdraw", type, "failure")}>${t("models.withdraw")}</button></div>`}
      </${Seat}>
    </div>
    ${challenger && html`<${Refusal} model=${challenger.model} actions=${actions} />`}
    ${mine && html`<h3>${t("models.watch")}</h3><${Signs} watch=${mine} />`}
    ${champion && html`<h3>${t("models.figures", { model: champion.model })}</h3>
      ${evaluation.error && html`<p class="late">${evaluation.error.message}</p>`}
      ${evaluation.newest
        ? html`<${Figures} evaluation=${evaluation.newest} currency=${currency} />
            <p><a href=${`/api/v1/models/${encodeURIComponent(champion.model)}/report`} target="_blank" rel="noopener">${t("models.report")}</a></p>`
        : evaluation.loaded && html`<p class="muted">${t("models.unjudged")} ${actions.may && html`<${Evaluate} model=${champion} actions=${actions} />`}</p>`}`}
    ${shadow.data && html`<${Shadow} shadow=${shadow.data} />`}
    <details class="model-all" open=${!champion}><summary>${t("models.all", { n: failures.length })}</summary><${ModelTable} models=${failures} /></details>
    ${lives.length > 0 && html`<details class="model-all"><summary>${t("models.lives", { n: lives.length })}</summary><${ModelTable} models=${lives} /></details>`}
  </section>`;
}

/** Judges a model on what it has not seen. */
export const Evaluate = ({ model, actions }) => html`<button class="button" data-do="evaluate" disabled=${!actions.named} title=${t("models.evaluate.hint")}
  onClick=${() => actions.job("evaluate", { type: model.type, model: model.model, ...(model.target === "failure" ? {} : { target: model.target }) })}>${t("models.evaluate")}</button>`;

const Seat = ({ alias, model, children }) => html`<div class=${`seat seat-${alias}`} data-seat=${alias}>
  <p class="muted small"><${Alias} name=${alias} /> ${t(`model.alias.${alias}.hint`)}</p>
  ${model
    ? html`<p class="seat-model"><${ModelLink} id=${model.model} /></p>
      <p class="muted small">${t("models.learnt", { algorithm: t(`model.algorithm.${model.algorithm}`), horizons: hours(model.horizons_hours) })} <${Time} iso=${model.until} format=${date} /></p>${children}`
    : html`<p class="muted">${t(`model.none.${alias}`)}</p>`}
</div>`;

const figure = (value) => (value === undefined || value === null ? "–" : value.toFixed(3));

function ModelTable({ models }) {
  const life = models.some((model) => model.target !== "failure");
  return html`<div class="table-card"><table class="figures-table"><thead><tr><th>${t("models.model")}</th><th>${t("models.until")}</th><th>${t("models.algorithm")}</th><th>${t("models.horizon")}</th>
      ${life ? html`<th class="number">${t("figure.rmse")}</th>` : html`<th class="number">${t("figure.ap")}</th><th class="number">${t("figure.f")}</th>`}<th>${t("models.reportshort")}</th></tr></thead>
    <tbody>${models.map((model) => {
      const e = model.newest_evaluation;
      return html`<tr key=${model.model}><td><${ModelLink} id=${model.model} /> ${model.aliases.map((name) => html`<${Alias} key=${name} name=${name} />`)}</td>
        <td data-label=${t("models.until")}><${Time} iso=${model.until} format=${date} /></td><td data-label=${t("models.algorithm")}>${t(`model.algorithm.${model.algorithm}`)}</td>
        <td data-label=${t("models.horizon")}>${life ? "–" : hours(model.horizons_hours)}</td>
        ${life
          ? html`<td class="number" data-label=${t("figure.rmse")}>${e && e.rmse_hours !== undefined ? e.rmse_hours.toFixed(1) : "–"}</td>`
          : html`<td class="number" data-label=${t("figure.ap")}>${figure(e && e.average_precision)}</td><td class="number" data-label=${t("figure.f")}>${figure(e && e.f1)}</td>`}
        <td data-label=${t("models.reportshort")}>${e && !life ? html`<a href=${`/api/v1/models/${encodeURIComponent(model.model)}/report`} target="_blank" rel="noopener">${t("models.open")}</a>` : "–"}</td></tr>`;
    })}</tbody></table></div>`;
}

/** Who decided what, newest first. */
export const History = ({ lines }) => html`<ul class="rows history">${lines.map((line) => html`<li key=${line.seq} data-action=${line.action}>
  <span><strong>${t(`models.did.${line.action.replaceAll("_", "")}`)}</strong> ${line.model && html`<${ModelLink} id=${line.model} />`}
    ${line.previous && html`<span class="muted"> ${t("models.after")} </span><${ModelLink} id=${line.previous} />`}
    ${line.details && line.details.forced && html` <span class="pill watch-bad">${t("models.forced")}</span>`}</span>
  ${line.reason && html`<span>${line.reason}</span>`}
  ${line.details && line.details.sentence && html`<span class="muted small">${line.details.sentence}</span>`}
  <span class="muted small">${line.who} · <${Time} iso=${line.at} /></span></li>`)}</ul>`;
