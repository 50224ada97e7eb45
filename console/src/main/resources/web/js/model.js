// One model: what it learnt from, how good it is, whether it still holds, and what became of it.
import { html } from "./lib.js";
import { Time, count, date, dateTime, span, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Facts, Failure, Link, Skeleton } from "./parts-of-pages.js";
import { ActionAuthor, Promote, Refusal, useModelActions } from "./model-actions.js";
import { Components, Figures, Shadow } from "./model-figures.js";
import { Jobs } from "./model-jobs.js";
import { Signs, WatchDetails, WatchPill } from "./model-watch.js";
import { Alias, Evaluate, History, useEvaluation } from "./models.js";

export function ModelPage({ id }) {
  const { data: model, error, retry } = useResource(`/api/v1/models/${encodeURIComponent(id)}`);
  const watch = useResource("/api/v1/models/watch");
  const type = useResource(model && `/api/v1/types/${model.type}`, { live: false });
  const policy = useResource("/api/v1/policy", { live: false });
  const evaluation = useEvaluation(model);
  const actions = useModelActions(() => [{ retry }, watch].forEach((each) => each.retry()));
  const live = Boolean(model && model.aliases.includes("champion"));
  const tried = Boolean(model && model.aliases.includes("challenger"));
  const shadow = useResource(tried && model.target === "failure" ? `/api/v1/models/shadow?type=${model.type}` : null, { live: false });
  if (!model) {
    return html`<h1 tabindex="-1" class="hidden">${id}</h1>${error ? html`<${Failure} error=${error} retry=${retry} />` : html`<${Skeleton} rows=${4} tall />`}`;
  }
  const failure = model.target === "failure";
  const names = Object.fromEntries(((type.data && type.data.components) || []).map((c) => [c.id, text(c.name)]));
  const mine = live && watch.data ? watch.data.models.find((each) => each.model === id) : null;
  const currency = policy.data && policy.data.types.filter((each) => each.type === model.type).map((each) => each.currency)[0];
  return html`
    <nav class="crumb"><${Link} to="/models">← ${t("models.title")}</${Link}></nav>
    <header class="page-head">
      <div><h1 tabindex="-1"><span class="mono">${id}</span> ${model.aliases.map((name) => html`<${Alias} key=${name} name=${name} />`)} ${live && failure && html`<${WatchPill} watch=${mine} />`}</h1>
        <p class="muted">${type.data ? text(type.data.name) : model.type} · ${t(failure ? "model.says.failure" : "model.says.life")}</p></div>
      ${evaluation.newest && failure && html`<a class="button" href=${`/api/v1/models/${encodeURIComponent(id)}/report`} target="_blank" rel="noopener">${t("models.report")}</a>`}
    </header>
    <${ActionAuthor} actions=${actions} />
    ${actions.may && html`<div class="policy-buttons model-buttons">
      ${!live && html`<${Promote} model=${id} actions=${actions} />`}
      ${!live && !tried && html`<button class="button" data-do="challenge" disabled=${!actions.named} title=${t("models.challenge.hint")} onClick=${() => actions.promote(id, "challenger")}>${t("models.challenge")}</button>`}
      ${tried && html`<button class="button" data-do="withdraw" disabled=${!actions.named} title=${t("models.withdraw.hint")} onClick=${() => actions.turn("withdraw", model.type, model.target)}>${t("models.withdraw")}</button>`}
      <${Evaluate} model=${model} actions=${actions} />
      ${live && failure && html`<button class="button" data-do="retrain" disabled=${!actions.named} title=${t("models.retrain.hint")} onClick=${() => actions.job("retrain", { type: model.type })}>${t("models.retrain")}</button>`}
      ${live && html`<button class="button danger" data-do="rollback" disabled=${!actions.named || !actions.reason} title=${t("models.rollback.hint")} onClick=${() => actions.turn("rollback", model.type, model.target)}>${t("models.rollback")}</button>`}
    </div>`}
    ${!live && html`<${Refusal} model=${id} actions=${actions} />`}
    <div class="columns">
      <div>
        <section class="card first"><h2>${t("model.figures")}</h2>
          ${evaluation.newest ? html`<${Figures} evaluation=${evaluation.newest} currency=${currency} />` : evaluation.loaded && html`<p class="muted">${t("models.unjudged")}</p>`}
          ${evaluation.error && html`<p class="late">${evaluation.error.message}</p>`}</section>
        ${failure && html`<section class="card"><h2>${t("model.components")}</h2><${Components} evaluation=${evaluation.newest} names=${names} model=${model} /></section>`}
        ${mine && html`<section class="card"><h2>${t("models.watch")}</h2><${Signs} watch=${mine} /><${WatchDetails} watch=${mine} names=${names} /></section>`}
        ${shadow.data && html`<section class="card"><${Shadow} shadow=${shadow.data} /></section>`}
      </div>
      <aside>
        <section class="card second"><h2>${t("model.learnt")}</h2><${Learnt} model=${model} failure=${failure} /></section>
        ${evaluation.all.length > 0 && html`<section class="card"><h2>${t("model.judged")}</h2><ul class="rows">${evaluation.all.map((e) => html`<li key=${e.evaluation}>
          <span>${e.document.from ? html`<${Time} iso=${e.document.from} format=${date} /> – <${Time} iso=${e.document.to} format=${date} />` : t("model.judged.life")}</span>
          <span class="muted small">${e.document.judged && e.document.judged.what ? t(`figure.judged.${e.document.judged.what.replaceAll("_", "")}`) : ""}${e.document.judged && e.document.judged.folds > 0 ? ` · ${t("model.judged.folds", { n: e.document.judged.folds })}` : ""} · <${Time} iso=${e.at} /></span></li>`)}</ul></section>`}
        <section class="card"><h2>${t("models.history")}</h2><${History} lines=${model.audit} /></section>
      </aside>
    </div>
    <${Jobs} jobs=${actions.jobs.jobs} may=${actions.may} look=${actions.jobs.look} />`;
}

function Learnt({ model, failure }) {
  const s = model.span;
  const settings = model.settings && model.settings[model.settings.algorithm];
  const said = (n) => (n === undefined || n === null ? null : count(n));
  return html`<${Facts} facts=${[
      [t("models.until"), html`<${Time} iso=${model.until} format=${dateTime} />`],
      ...(failure ? [[t("models.horizon"), model.horizons_hours.map((n) => span(`PT${Math.round(n)}H`)).join(", ")], [t("model.lead"), model.lead_hours ? span(`PT${Math.round(model.lead_hours)}H`) : t("none")]] : []),
      [t("model.every"), span(`PT${Math.round(model.every_hours)}H`) + (model.on_fault ? `, ${t("model.onfault")}` : "")],
      ...(s
        ? [
            [t("model.appliances"), said(s.appliances)],
            [t("model.decisions"), s.decisions_at_faults ? t("model.decisions.faults", { n: count(s.decisions), faults: count(s.decisions_at_faults) }) : said(s.decisions)],
            [t("model.kept"), said(s.rows_kept)],
            [t("model.span"), s.first && html`<${Time} iso=${s.first} format=${date} /> – <${Time} iso=${s.last} format=${date} />`],
          ]
        : []),
      [t("models.algorithm"), t(`model.algorithm.${model.algorithm}`)],
      [t("model.trained"), html`<${Time} iso=${model.created_at} />`],
    ]} />
    ${settings && html`<details class="meaning"><summary>${t("model.settings")}</summary><pre class="settings"><code>${JSON.stringify(model.settings, null, 1)}</code></pre></details>`}`;
}
