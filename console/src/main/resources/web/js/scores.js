// How likely an appliance's components are to fail, why, and whether it is strange.
import { html, useState } from "./lib.js";
import { Time, percent, relative, span, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Failure, Skeleton } from "./parts-of-pages.js";

const heat = (p) => (p >= 0.6 ? "hot" : p >= 0.25 ? "warm" : "cool");

/** A sign of its own beside the scores, never a probability. */
export const StrangePill = ({ strangeness }) =>
  strangeness && strangeness.strange ? html`<span class="pill strange" title=${text(strangeness.reason)}>${t("strange.pill")}</span>` : null;

export const StrangeNotice = ({ strangeness, zone }) =>
  strangeness && strangeness.strange
    ? html`<section class="card first strange-notice" role="note"><h2>${t("strange.title")}</h2>
        <p>${text(strangeness.reason)}</p>
        <p class="muted small">${t("strange.hint")} <${Time} iso=${strangeness.as_of} zone=${zone} /></p></section>`
    : null;

/** The scores of all components, those with reasons to unfold. */
export function Scores({ appliance, now }) {
  const scores = appliance.scores;
  const learnt = scores.filter((s) => s.basis === "model");
  const others = scores.filter((s) => s.basis !== "model");
  if (scores.length === 0) {
    return html`<section class="card first"><h2>${t("appliance.scores")}</h2><p class="muted">${t("appliance.scores.none")}</p></section>`;
  }
  const newest = scores.reduce((last, s) => (s.as_of > last ? s.as_of : last), "");
  return html`<section class="card first"><h2>${t("appliance.scores")}</h2>
    <p class="muted small">${t("appliance.scores.hint")} · ${t("score.asof")} <span title=${newest}>${relative(newest, now)}</span></p>
    ${learnt.length > 0 && html`<${Learnt} key=${`${appliance.id} ${newest}`} appliance=${appliance} scores=${learnt} />`}
    ${others.length > 0 && html`<h3 class="score-others">${t("score.others")}</h3>
      <ul class="score-list">${others.map((s) => html`<li key=${s.component.id} class="score unlearnt" data-basis=${s.basis}>
        <p class="score-sentence">${text(s.sentence)}</p><${Horizons} score=${s} /></li>`)}</ul>`}
  </section>`;
}

function Learnt({ appliance, scores }) {
  const path = `/api/v1/appliances/${encodeURIComponent(appliance.id)}/reasons`;
  // Asked once for each scoring: the key above changes with it.
  const why = useResource(path, { live: false });
  const [open, setOpen] = useState(null);
  const shown = open === null && scores[0].probability >= 0.05 ? scores[0].component.id : open;
  const explained = (id) => why.data && why.data.components.find((c) => c.component.id === id);
  return html`<ul class="score-list">${scores.map((s) => {
    const id = s.component.id;
    const reasons = explained(id);
    return html`<li key=${id} class="score" data-basis="model">
      <div class="score-head">
        <p class=${`score-sentence ${s.probability >= 0.6 ? "alarming" : ""}`}>${text(s.sentence)}</p>
        ${(reasons || !why.data) && html`<button class="link-button" aria-expanded=${shown === id ? "true" : "false"} onClick=${() => setOpen(shown === id ? "" : id)}>${t(shown === id ? "score.less" : "score.why")}</button>`}
      </div>
      <${Horizons} score=${s} />
      ${shown === id && (reasons ? html`<${Reasons} why=${reasons} score=${s} />` : why.error ? html`<${Failure} error=${why.error} retry=${why.retry} />` : html`<${Skeleton} rows=${3} />`)}
    </li>`;
  })}</ul>`;
}

/** The probability by each horizon; one that rests on less says so. */
const Horizons = ({ score }) =>
  score.basis === "too_little_data" || score.outlooks.length === 0 || (score.outlooks.length === 1 && score.basis !== "model")
    ? null
    : html`<dl class="horizons">${score.outlooks.map((o) => html`<div key=${o.horizon}>
        <dt>${t("score.within", { span: span(o.horizon) })}</dt>
        <dd>${o.probability === null
          ? html`<span class="muted">${t("score.nonumber")}</span>`
          : html`<span class=${o.basis === "model" ? "" : "muted"}>${percent(o.probability)}</span>
            <span class="bar" aria-hidden="true"><span class=${o.basis === "model" ? heat(o.probability) : "none"} style=${{ width: `${Math.round(o.probability * 100)}%` }}></span></span>
            ${o.basis !== score.basis && html`<span class="muted small">${t(`basis.${o.basis}`)}</span>`}`}</dd></div>`)}</dl>`;

/** What moved a score, as bars that add up to it. */
function Reasons({ why, score }) {
  const rows = why.reasons.map((r) => ({ words: text(r.words), by: r.contribution }));
  const most = Math.max(0.1, ...rows.map((r) => Math.abs(r.by)), Math.abs(why.rest), Math.abs(why.base));
  const row = (words, by, kind) => html`<li key=${words} class=${`why ${kind}`}>
    <span class="why-words">${words}</span>
    <span class="why-bar" aria-hidden="true"><span class=${by >= 0 ? "up" : "down"} style=${{ width: `${(Math.abs(by) / most) * 50}%`, [by >= 0 ? "left" : "right"]: "50%" }}></span></span>
    <span class="why-number" title=${t("why.unit")}>${signed(by)}</span></li>`;
  return html`<div class="whys">
    <p class="muted small why-legend"><span>${t("why.lower")}</span><span>${t("why.higher")}</span></p>
    <ul>${rows.map((r) => row(r.words, r.by, ""))}
      ${Math.abs(why.rest) >= 0.005 && row(t("why.rest"), why.rest, "rest")}
      ${row(t("why.base", { percent: percent(1 / (1 + Math.exp(-why.base))) }), why.base, "rest")}</ul>
    <p class="muted small why-sum">${t("why.sum", { sum: signed(why.log_odds), percent: percent(why.probability) })}${score.outlooks.length > 1 ? ` ${why.from === "PT0S" ? t("why.window.first", { to: span(why.to) }) : t("why.window", { from: span(why.from), to: span(why.to) })}` : ""}</p>
  </div>`;
}

const signed = (x) => `${x >= 0 ? "+" : "−"}${Math.abs(x).toFixed(2)}`;
