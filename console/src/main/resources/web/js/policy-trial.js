// What another cost would have done to last quarter's tickets, as soon as it is typed.
import { html, useEffect, useRef, useState } from "./lib.js";
import { Time, count, date, percent, t, text } from "./format.js";
import { send } from "./store.js";

const TYPING = 350;
const BUSY = 1500;
const AMOUNTS = [
  ["missed_failure", "policy.missed"],
  ["needless_visit", "policy.needless"],
  ["held_part", "policy.held"],
];
const COUNTS = [
  ["tickets", "trial.tickets"],
  ["preempted", "trial.preempted"],
  ["missed", "trial.missed"],
  ["needless", "trial.needless"],
];

const amounts = (component) => Object.fromEntries(AMOUNTS.map(([key]) => [key, String(component[key])]));

/** Costs that can be tried: numbers, and a missed failure dearer than holding the part. Null where they cannot. */
function costsOf(typed) {
  const costs = Object.fromEntries(AMOUNTS.map(([key]) => [key, typed[key].trim() === "" ? NaN : Number(typed[key])]));
  const right = Object.values(costs).every((amount) => Number.isFinite(amount) && amount >= 0 && amount <= 1e9);
  return right && costs.missed_failure > costs.held_part ? costs : null;
}

export function PolicyTrial({ type, who, reason, changed }) {
  const learnt = type.components.filter((component) => component.threshold !== null);
  const [id, setId] = useState(learnt[0].id);
  const component = learnt.find((each) => each.id === id) || learnt[0];
  const [typed, setTyped] = useState(amounts(component));
  const [state, setState] = useState({ report: null, error: null, busy: false });
  const round = useRef(0);
  const costs = costsOf(typed);
  const asked = costs && JSON.stringify([component.id, costs]);

  useEffect(() => {
    if (!asked) {
      return;
    }
    // Only the newest question's answer is shown.
    const mine = ++round.current;
    const ask = () => {
      setState((before) => ({ ...before, busy: true, error: null }));
      send("/api/v1/policy/simulate", { type: type.type, costs: { [component.id]: costs } }).then(
        (report) => mine === round.current && setState({ report, error: null, busy: false }),
        (error) => {
          if (mine !== round.current) {
            return;
          }
          if (error.status === 503) {
            timer = setTimeout(ask, BUSY);
          } else {
            setState({ report: null, error, busy: false });
          }
        },
      );
    };
    let timer = setTimeout(ask, TYPING);
    return () => {
      round.current++;
      clearTimeout(timer);
    };
  }, [asked, type.type]);

  const choose = (chosen) => {
    setId(chosen);
    setTyped(amounts(learnt.find((each) => each.id === chosen)));
  };
  const keep = () =>
    send("/api/v1/policy/costs", { type: type.type, component: component.id, ...costs, who, ...(reason ? { reason } : {}) }).then(
      changed,
      (error) => setState((before) => ({ ...before, error })),
    );
  const { report, error, busy } = state;
  return html`<div class="policy-trial">
    <h3>${t("trial.title")}</h3>
    <div class="policy-author">
      <label>${t("ticket.component")} <select value=${component.id} onChange=${(e) => choose(e.target.value)}>
        ${learnt.map((each) => html`<option key=${each.id} value=${each.id}>${text(each.name)}</option>`)}</select></label>
      ${AMOUNTS.map(([key, word]) => html`<label key=${key}>${t(word)} <input type="number" min="0" step="any" name=${key} value=${typed[key]}
        onInput=${(e) => setTyped({ ...typed, [key]: e.target.value })} /></label>`)}
      <button class="button" disabled=${!costs || !who} onClick=${keep}>${t("trial.keep")}</button>
    </div>
    <div role="status" aria-live="polite">
      ${!costs && html`<p class="late">${t("trial.wrong")}</p>`}
      ${error && html`<p class="late" role="alert">${error.offline ? t("error.offline") : error.message}</p>`}
      ${busy && !report && html`<p class="muted small">${t("trial.busy")}</p>`}
      ${report && html`<${Outcome} report=${report} component=${component.id} busy=${busy} />`}
    </div>
  </div>`;
}

function Outcome({ report, component, busy }) {
  const mine = report.components[component];
  return html`<div class=${`table-card${busy ? " stale" : ""}`}><table>
      <thead><tr><th>${html`<${Time} iso=${report.from} format=${date} /> – <${Time} iso=${report.to} format=${date} />`}</th><th class="number">${t("trial.now")}</th><th class="number">${t("trial.then")}</th></tr></thead>
      <tbody>
        ${mine && mine.present.threshold !== null && html`<tr><td>${t("policy.threshold")}</td>
          <td class="number" data-label=${t("trial.now")}>${percent(mine.present.threshold)}</td>
          <td class="number" data-label=${t("trial.then")}>${percent(mine.changed.threshold)}</td></tr>`}
        ${COUNTS.map(([key, word]) => html`<tr key=${key} data-count=${key}><td>${t(word)}</td>
          <td class="number" data-label=${t("trial.now")}>${count(report.present[key])}</td>
          <td class="number" data-label=${t("trial.then")}>${count(report.changed[key])}</td></tr>`)}
        <tr data-count="money"><td>${t("trial.money")}${report.currency ? ` (${report.currency})` : ""}</td>
          <td class="number" data-label=${t("trial.now")}>${count(Math.round(report.present.money))}</td>
          <td class="number" data-label=${t("trial.then")}>${count(Math.round(report.changed.money))}</td></tr>
      </tbody></table></div>
    ${report.note && html`<p class="notice small" data-note>${text(report.note)}</p>`}
    <p class="muted small">${t("trial.difference", { more: count(report.new_tickets), fewer: count(report.gone_tickets) })}</p>`;
}
