// The list of appliances, with search.
import { html, useEffect, useState } from "./lib.js";
import { relative, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Empty, Failure, Link, Probability, Skeleton } from "./parts-of-pages.js";
import { StrangePill } from "./scores.js";

const PAGE = 50;
const TYPING_PAUSE = 250;

export function AppliancesPage({ now }) {
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  const [type, setType] = useState("");
  const [strange, setStrange] = useState(false);
  const [limit, setLimit] = useState(PAGE);
  useEffect(() => {
    const pause = setTimeout(() => setQuery(typed.trim()), TYPING_PAUSE);
    return () => clearTimeout(pause);
  }, [typed]);
  const types = useResource("/api/v1/types", { live: false });
  const path = `/api/v1/appliances?limit=${limit}&q=${encodeURIComponent(query)}${type ? `&type=${type}` : ""}${strange ? "&strange=true" : ""}`;
  const { data, error, retry } = useResource(path, { keep: "appliances" });
  const searching = query !== "" || type !== "";
  return html`
    <div class="page-head">
      <h1 tabindex="-1">${t("appliances.title")}</h1>
      <form class="filters" role="search" onSubmit=${(e) => e.preventDefault()}>
        <label><span class="hidden">${t("appliances.search")}</span>
          <input type="search" placeholder=${t("appliances.search")} value=${typed} maxlength="100" onInput=${(e) => setTyped(e.target.value)} /></label>
        <label class="check-box" title=${t("strange.hint")}><input type="checkbox" checked=${strange} onChange=${() => setStrange(!strange)} />${t("appliances.strange")}</label>
        <label><span class="hidden">${t("appliances.type")}</span>
          <select value=${type} onChange=${(e) => setType(e.target.value)}>
            <option value="">${t("appliances.type.all")}</option>
            ${(types.data ? types.data.types : []).map((each) => html`<option key=${each.id} value=${each.id}>${text(each.name)}</option>`)}
          </select></label>
      </form>
    </div>
    ${error && html`<${Failure} error=${error} retry=${retry} />`}
    ${!data && !error && html`<${Skeleton} rows=${8} />`}
    ${data && data.appliances.length === 0 &&
      (strange
        ? html`<${Empty} title=${t("appliances.strange.none")} hint=${t("appliances.strange.none.hint")} />`
        : searching
        ? html`<${Empty} title=${t("appliances.notfound")} hint=${t("appliances.notfound.hint")} />`
        : html`<${Empty} title=${t("appliances.none")} hint=${t("appliances.none.hint")} command="bin/hearthwatch appliance add WM-0001 --type washing_machine" />`)}
    ${data && data.appliances.length > 0 && html`<div class="card table-card"><table>
      <thead><tr><th>${t("ticket.appliance")}</th><th>${t("appliances.type")}</th><th class="wide-only">${t("appliance.model")}</th>
        <th>${t("appliances.risk")}</th><th class="wide-only">${t("appliances.lastseen")}</th></tr></thead>
      <tbody>${data.appliances.map((a) => html`<tr key=${a.id}>
        <td><${Link} to=${`/appliances/${encodeURIComponent(a.id)}`} class="mono">${a.id}</${Link}> <${StrangePill} strangeness=${a.strangeness} />${strange && a.strangeness && a.strangeness.reason && html`<br /><span class="muted small">${text(a.strangeness.reason)}</span>`}</td>
        <td>${text(a.type_name)}</td>
        <td class="wide-only">${a.model || "–"}</td>
        <td><${Risk} score=${a.score} /></td>
        <td class="wide-only">${a.last_reading ? html`<span title=${a.last_reading}>${relative(a.last_reading, now)}</span>` : html`<span class="muted">${t("appliances.never")}</span>`}</td>
      </tr>`)}</tbody></table></div>`}
    ${data && data.more && html`<p class="centred"><button class="button" onClick=${() => setLimit(limit + PAGE)}>${t("tickets.more")}</button></p>`}
  `;
}

/** The highest score; where none rests on a model, that. */
const Risk = ({ score }) =>
  !score
    ? html`<span class="muted">–</span>`
    : score.basis === "model"
      ? html`<${Probability} value=${score.probability} label=${text(score.component.name)} />`
      : html`<span class="muted small" title=${text(score.sentence)}>${t(`basis.${score.basis}`)}</span>`;
