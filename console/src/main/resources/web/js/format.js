// Words, numbers and times as people read them.
import { html } from "./lib.js";
import { words } from "./words.js";

const STORED_LANGUAGE = "hearthwatch.language";
let chosenHere = false;
let language = firstLanguage();

function firstLanguage() {
  let stored = null;
  try {
    stored = localStorage.getItem(STORED_LANGUAGE);
  } catch {
    // A browser may forbid storage; then the browser's own language counts each time.
  }
  if (stored === "en" || stored === "zh") {
    chosenHere = true;
    return stored;
  }
  return (navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const currentLanguage = () => language;
export const locale = () => (language === "zh" ? "zh-CN" : "en-GB");

export function chooseLanguage(chosen) {
  language = chosen;
  chosenHere = true;
  try {
    localStorage.setItem(STORED_LANGUAGE, chosen);
  } catch {
    // Not remembered, but in force.
  }
}

/** The language of whoever the page is for; it is not kept, and what somebody chose in this browser counts before it. */
export function suggestLanguage(suggested) {
  if (!chosenHere) {
    language = suggested.toLowerCase().startsWith("zh") ? "zh" : "en";
  }
}

/** The words of a key in the chosen language; {names} are replaced by the values given. */
export function t(key, values = {}) {
  const entry = words[key];
  if (!entry) {
    return key;
  }
  return entry[language].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** The chosen language of a {en, zh} pair that the server sent. */
export const text = (pair) => (pair ? pair[language] || pair.en || "" : "");

export const percent = (p) =>
  new Intl.NumberFormat(locale(), { style: "percent", ...(p > 0 && p < 0.01 ? { maximumSignificantDigits: p < 0.001 ? 1 : 2 } : { maximumFractionDigits: 0 }) }).format(p);

export const count = (n) => new Intl.NumberFormat(locale()).format(n);

export function compact(n) {
  return n < 100000
    ? count(n)
    : new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(n);
}

export function measure(value, unit) {
  if (value === null || value === undefined) {
    return "–";
  }
  const size = Math.abs(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  const shown = new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
  return unit ? `${shown} ${unit}` : shown;
}

export function formatter(zone, options) {
  try {
    return new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone || undefined });
  } catch {
    return new Intl.DateTimeFormat(locale(), options);
  }
}

/** Date and time in the service centre's zone, or the browser's where none is given. */
export const dateTime = (iso, zone) =>
  formatter(zone, { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(
    new Date(iso),
  );

export const date = (iso, zone) =>
  formatter(zone, { year: "numeric", month: "short", day: "numeric" }).format(new Date(iso));

/** A calendar date without a zone, such as a production date. */
export const plainDate = (day) => formatter("UTC", { year: "numeric", month: "short", day: "numeric" }).format(new Date(`${day}T00:00:00Z`));

const STEPS = [
  ["day", 86400000],
  ["hour", 3600000],
  ["minute", 60000],
];

/** "in 3 days", "2 hours ago"; by the service's clock, which may be simulated. */
export function relative(iso, now) {
  const ahead = new Date(iso) - new Date(now);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  for (const [unit, length] of STEPS) {
    if (Math.abs(ahead) >= length) {
      return words.format(Math.trunc(ahead / length), unit);
    }
  }
  return words.format(0, "minute");
}

/** An ISO-8601 duration of whole hours, such as PT168H. */
export function span(duration) {
  const match = /^PT(\d+)H$/.exec(duration);
  if (!match) {
    return duration;
  }
  const hours = Number(match[1]);
  if (hours % 24 === 0) {
    return hours === 24 ? t("span.day") : t("span.days", { n: hours / 24 });
  }
  return t("span.hours", { n: hours });
}

const TEN_DAYS = 240;

/** How long something still lasts, with its interval: hours up to ten days, then days. */
export function lifetime({ hours, low_hours: low, high_hours: high, open_ended: open }) {
  const inDays = hours > TEN_DAYS;
  const n = (value) => count(Math.round(inDays ? value / 24 : value));
  const unit = inDays ? "days" : "hours";
  return t(`life.${unit}${open ? ".open" : ""}`, { n: n(hours), low: n(low), high: n(high) });
}

/** A time with its full ISO form, in UTC and with the zone, on hover. */
export function Time({ iso, zone, format = dateTime }) {
  if (!iso) {
    return html`<span class="muted">${t("none")}</span>`;
  }
  return html`<time datetime=${iso} title=${`${iso}${zone ? ` · ${zone}` : ""}`}>${format(iso, zone)}</time>`;
}
