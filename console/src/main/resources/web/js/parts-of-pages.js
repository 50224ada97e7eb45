// Small pieces that several pages show.
import { html } from "./lib.js";
import { percent, t, text } from "./format.js";

/** A link that the router follows without loading the page anew. */
export const Link = ({ to, children, ...rest }) => html`<a href=${to} ...${rest}>${children}</a>`;

export const Urgency = ({ level }) =>
  html`<span class=${`pill urgency-${level}`}>${t(`urgency.${level}`)}</span>`;

export const TicketState = ({ state }) => html`<span class=${`pill state-${state}`}>${t(`state.${state}`)}</span>`;

/** A probability as a figure and a bar; the bar says nothing that the figure does not. */
export const Probability = ({ value, label }) => value !== null && html`
  <span class="probability">
    <span class="probability-figure">${percent(value)}</span>
    ${label && html`<span class="muted small">${label}</span>`}
    <span class="bar" aria-hidden="true"><span class=${heat(value)} style=${{ width: `${Math.round(value * 100)}%` }}></span></span>
  </span>`;

const heat = (p) => (p >= 0.6 ? "hot" : p >= 0.25 ? "warm" : "cool");

export const PartChip = ({ part }) => {
  const state = part ? part.state : "none";
  return html`<span class=${`chip part-${state}`}>
    <span class="chip-state">${t(`part.${state}`)}</span>
    ${part && html`<span class="mono">${part.number}</span>`}
    ${part && part.warehouse_name && part.state !== "proposed" && html`<span class="muted">${text(part.warehouse_name)}</span>`}
  </span>`;
};

export const Empty = ({ title, hint, command, children }) => html`
  <div class="empty">
    <svg viewBox="0 0 48 48" aria-hidden="true"><path d="M24 5 6 20v22h36V20z" /><path class="flame" d="M24 20c1 5 6 7 6 12a6 6 0 0 1-12 0c0-3 2-4 3-6 1 1 2 2 2 3 1-3 0-6 1-9z" /></svg>
    <h2>${title}</h2>
    ${hint && html`<p class="muted">${hint}</p>`}
    ${command && html`<pre><code>${command}</code></pre>`}
    ${children}
  </div>`;

export const Failure = ({ error, retry }) => html`
  <div class="empty failure" role="alert">
    <h2>${t(error.status === 403 ? "error.forbidden" : "error.title")}</h2>
    ${error.status === 403 && html`<p>${t("error.forbidden.hint")}</p>`}
    <p class=${error.status === 403 ? "muted" : ""}>${error.offline ? t("error.offline") : error.message}</p>
    ${error.hint && error.status !== 404 && html`<p class="muted">${error.hint}</p>`}
    ${retry && error.status !== 403 && html`<button class="button" onClick=${retry}>${t("error.retry")}</button>`}
  </div>`;

/** Holds the place of what is still being read, so that nothing jumps when it comes. */
export const Skeleton = ({ rows = 4, tall = false }) => html`
  <div class="skeletons" role="status" aria-label=${t("loading")}>
    ${Array.from({ length: rows }, (_, i) => html`<div key=${i} class=${tall ? "skeleton tall" : "skeleton"}></div>`)}
  </div>`;

/** A list of term and value pairs; pairs without a value say so. */
export const Facts = ({ facts }) => html`
  <dl class="facts">
    ${facts.map(([term, value]) => html`<div key=${term}><dt>${term}</dt><dd>${value ?? html`<span class="muted">${t("unknown")}</span>`}</dd></div>`)}
  </dl>`;

/** One of a few choices, as buttons; arrow keys are the browser's own through radio inputs. */
export const Choice = ({ name, label, value, options, onChange }) => html`
  <fieldset class="choice">
    <legend class="hidden">${label}</legend>
    ${options.map(
      ([id, words]) => html`<label key=${id} class=${id === value ? "chosen" : ""}>
        <input type="radio" name=${name} value=${id} checked=${id === value} onChange=${() => onChange(id)} />${words}
      </label>`,
    )}
  </fieldset>`;

/** The zone in which the service centre reads the clock; without a centre, the browser's. */
export const zoneOf = (ticket) => (ticket.centre ? ticket.centre.zone : undefined);
