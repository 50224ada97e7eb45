// How a customer reaches us, and how we may reach them: the centre's phone and hours, and what they agree to.
import { html, useEffect, useState } from "./lib.js";
import { currentLanguage, t, text } from "./format.js";
import { ask, plainly } from "./customer-deeds.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const CHANNELS = ["email", "webhook", "none"];

/** Days that follow each other with the same hours as one line: [from, to, hours]. */
function lines(week) {
  const all = [];
  for (const day of DAYS) {
    const hours = (week[day] || []).map((span) => span.replace("-", "–")).join(", ");
    const last = all[all.length - 1];
    if (last && last[2] === hours) {
      last[1] = day;
    } else {
      all.push([day, day, hours]);
    }
  }
  return all.filter(([, , hours]) => hours !== "");
}

/** The phone as a link, and when somebody answers. */
export function Call({ view }) {
  const hours = lines(view.centre_hours || {});
  if (!view.centre) {
    return html`<p class="muted small centred">${t("customer.call")}</p>`;
  }
  return html`<section class="card call"><h2>${t("contact.questions")}</h2>
    <p>${text(view.centre)}</p>
    ${view.centre_phone ? html`<p><a class="button" href=${`tel:${view.centre_phone.replace(/[^+0-9]/g, "")}`}>${t("contact.call", { phone: view.centre_phone })}</a></p>` : html`<p>${t("customer.call")}</p>`}
    ${hours.length > 0 && html`<dl class="hours">${hours.map(
      ([from, to, spans]) => html`<div key=${from}><dt>${from === to ? t(`contact.day.${from}`) : t("contact.days", { from: t(`contact.day.${from}`), to: t(`contact.day.${to}`) })}</dt><dd>${spans}</dd></div>`,
    )}</dl>`}
  </section>`;
}

/** What they agreed to, to be changed by themselves. */
export function Contact() {
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState(null);
  const [told, setTold] = useState(null);
  const [busy, setBusy] = useState(false);
  const show = (preferences) =>
    setKept({ ...preferences, channel: preferences.channel || "none", address: "", quiet: preferences.quiet_hours !== null, from: (preferences.quiet_hours || "21:00-08:00").slice(0, 5), to: (preferences.quiet_hours || "21:00-08:00").slice(6) });
  useEffect(() => {
    if (open && !kept) {
      ask("/preferences").then(show, (error) => setTold({ error }));
    }
  }, [open]);
  const set = (name, value) => setKept((before) => ({ ...before, [name]: value }));
  const keep = (event) => {
    event.preventDefault();
    setBusy(true);
    ask(
      "/preferences",
      {
        channel: kept.channel,
        consent: kept.channel !== "none" && kept.consent,
        language: kept.language.startsWith("zh") ? "zh" : "en",
        quiet_hours: kept.quiet ? `${kept.from}-${kept.to}` : "none",
        surveys: kept.surveys,
        ...(kept.address.trim() === "" ? {} : { email: kept.address.trim() }),
      },
      "PUT",
    ).then(
      (next) => {
        setBusy(false);
        show(next);
        setTold({ key: "contact.kept" });
      },
      (error) => {
        setBusy(false);
        setTold({ error });
      },
    );
  };
  return html`<details class="card contact" onToggle=${(event) => setOpen(event.target.open)}>
    <summary>${t("contact.title")}</summary>
    <div role=${told && told.error ? "alert" : "status"}>${told && html`<p class=${told.error ? "mistake" : "kept"}>${told.error ? plainly(told.error) : t(told.key)}</p>`}</div>
    ${!kept && !told && html`<p class="muted">${t("loading")}</p>`}
    ${kept &&
    html`<form onSubmit=${keep} lang=${currentLanguage()}>
      <label class="field">${t("contact.channel")}
        <select name="channel" value=${kept.channel} onChange=${(event) => set("channel", event.target.value)}>
          ${CHANNELS.map((each) => html`<option key=${each} value=${each}>${t(`contact.channel.${each}`)}</option>`)}
        </select></label>
      ${kept.channel === "email" &&
      html`<label class="field">${t("contact.email")}
        <input type="email" name="email" maxlength="254" required=${!kept.email} placeholder=${kept.email || ""} value=${kept.address} onInput=${(event) => set("address", event.target.value)} /></label>`}
      <label class="field">${t("contact.language")}
        <select name="language" value=${kept.language.startsWith("zh") ? "zh" : "en"} onChange=${(event) => set("language", event.target.value)}>
          <option value="en">English</option><option value="zh">简体中文</option>
        </select></label>
      ${kept.channel !== "none" &&
      html`<label class="tick"><input type="checkbox" name="consent" checked=${kept.consent} onChange=${(event) => set("consent", event.target.checked)} /><span>${t("contact.consent")}</span></label>
        <label class="tick"><input type="checkbox" name="surveys" checked=${kept.surveys} onChange=${(event) => set("surveys", event.target.checked)} /><span>${t("contact.surveys")}</span></label>
        <label class="tick"><input type="checkbox" name="quiet" checked=${kept.quiet} onChange=${(event) => set("quiet", event.target.checked)} /><span>${t("contact.quiet")}</span></label>
        ${kept.quiet &&
        html`<div class="span"><label class="field">${t("contact.from")}<input type="time" name="from" required value=${kept.from} onInput=${(event) => set("from", event.target.value)} /></label>
          <label class="field">${t("contact.to")}<input type="time" name="to" required value=${kept.to} onInput=${(event) => set("to", event.target.value)} /></label></div>`}`}
      <p class="muted small">${t("contact.warnings")}</p>
      <button class="button primary" disabled=${busy}>${t("contact.keep")}</button>
    </form>`}
  </details>`;
}
