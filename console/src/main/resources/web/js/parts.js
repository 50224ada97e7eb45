// Spare parts: what is on hand, what is held for tickets, what is left, what has to be bought.
import { html, useState } from "./lib.js";
import { Time, count, date, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Empty, Failure, Link, Skeleton } from "./parts-of-pages.js";

export function PartsPage() {
  const [lowOnly, setLowOnly] = useState(false);
  const { data, error, retry } = useResource("/api/v1/parts");
  const parts = data ? data.parts.filter((p) => !lowOnly || p.low) : [];
  return html`
    <div class="page-head">
      <div><h1 tabindex="-1">${t("parts.title")}</h1><p class="muted">${t("parts.intro")}</p></div>
      <label class="check-box"><input type="checkbox" checked=${lowOnly} onChange=${() => setLowOnly(!lowOnly)} />${t("parts.low.only")}</label>
    </div>
    ${error && html`<${Failure} error=${error} retry=${retry} />`}
    ${!data && !error && html`<${Skeleton} rows=${8} />`}
    ${data && data.parts.length === 0 && html`<${Empty} title=${t("parts.none")} hint=${t("parts.none.hint")} command="bin/hearthwatch service load service.yaml" />`}
    ${data && data.parts.length > 0 && parts.length === 0 && html`<${Empty} title=${t("parts.none.low")} />`}
    ${parts.length > 0 && html`<div class="card table-card"><table class="parts">
      <thead><tr><th>${t("parts.part")}</th><th>${t("parts.warehouse")}</th><th class="number">${t("parts.onhand")}</th>
        <th class="number">${t("parts.reserved")}</th><th class="number">${t("parts.available")}</th></tr></thead>
      <tbody>${parts.map((p) => html`<tr key=${`${p.warehouse.id} ${p.number}`} data-part=${p.number} data-warehouse=${p.warehouse.id}>
        <td><span class="mono">${p.number}</span><br /><span class="muted small">${text(p.name)}</span></td>
        <td>${text(p.warehouse.name)}</td>
        <td class="number" data-label=${t("parts.onhand")}>${count(p.on_hand)}</td>
        <td class="number" data-label=${t("parts.reserved")}>${count(p.reserved)}</td>
        <td class="number" data-label=${t("parts.available")}>${p.low && html`<span class=${`pill ${p.available === 0 ? "stock-out" : "stock-low"}`}>${t(p.available === 0 ? "parts.out" : "parts.low")}</span>`}<strong>${count(p.available)}</strong></td>
      </tr>`)}</tbody></table></div>`}
    ${data && data.purchases.length > 0 && html`<section class="bare"><h2>${t("parts.proposals")}</h2>
      <div class="card table-card"><table><thead><tr><th>${t("parts.part")}</th><th class="number">${t("part.quantity")}</th><th>${t("parts.needed")}</th><th>${t("parts.for")}</th></tr></thead>
      <tbody>${data.purchases.map((p) => html`<tr key=${`${p.ticket} ${p.number}`}>
        <td><span class="mono">${p.number}</span><br /><span class="muted small">${text(p.name)}</span></td>
        <td class="number">${count(p.quantity)}</td>
        <td><${Time} iso=${p.needed_by} format=${date} /></td>
        <td><${Link} to=${`/tickets/${p.ticket}`}>${p.ticket_number}</${Link}></td></tr>`)}</tbody></table></div></section>`}
  `;
}
