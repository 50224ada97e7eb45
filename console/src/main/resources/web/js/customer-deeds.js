// What a customer does through their link: book a window, move the visit, cancel it, rate what was done.
import { html, useEffect, useState } from "./lib.js";
import { formatter, text, t } from "./format.js";

const LINK = `/api/v1/customer/${location.pathname.split("/")[2] || ""}`;
const MOST_WORDS = 2000;
const MARKS = [1, 2, 3, 4, 5];
const DIMENSIONS = ["attitude", "efficiency", "quality", "product"];
const DATES = ["production_date", "purchase_date"];

/** What the link's API answers; an Error with the server's words, in both languages where it has them. */
export async function ask(path, body, method = "POST") {
  let response;
  try {
    response = await fetch(LINK + path, {
      method: body ? method : "GET",
      headers: { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      cache: "no-store",
    });
  } catch {
    throw Object.assign(new Error("offline"), { offline: true });
  }
  if (!response.ok) {
    let problem = {};
    try {
      problem = await response.json();
    } catch {
      // Not from us; that it failed has to do.
    }
    throw Object.assign(new Error(problem.detail || response.statusText), { status: response.status, words: problem.words, missing: problem.missing || [] });
  }
  return response.json();
}

/** What went wrong, in the customer's words. */
export const plainly = (error) => (error.words ? text(error.words) : t(error.offline ? "customer.offline" : "customer.deadhint.later"));

export const day = (iso, zone) => formatter(zone, { weekday: "long", day: "numeric", month: "long" }).format(new Date(iso));
const shortDay = (iso, zone) => formatter(zone, { weekday: "short", day: "numeric", month: "short" }).format(new Date(iso));
const hour = (iso, zone) => formatter(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
export const hours = (from, to, zone) => `${hour(from, zone)}–${hour(to, zone)}`;

/** Choosing one of the windows in which somebody can come, and what must be known before. */
export function Booking({ view, zone, path, done, failed }) {
  const [slots, setSlots] = useState(null);
  const [broken, setBroken] = useState(null);
  const [chosenDay, setChosenDay] = useState(null);
  const [from, setFrom] = useState(null);
  const [missing, setMissing] = useState([]);
  const [answers, setAnswers] = useState({});
  const [busy, setBusy] = useState(false);
  const load = () => {
    setBroken(null);
    return ask("/slots").then(
      (answer) => setSlots(answer.slots.filter((slot) => slot.from !== view.window_from)),
      (error) => setBroken(error),
    );
  };
  useEffect(() => {
    load();
  }, []);
  if (broken) {
    return html`<p role="alert">${plainly(broken)}</p><button class="button" onClick=${load}>${t("customer.again")}</button>`;
  }
  if (!slots) {
    return html`<p class="muted">${t("loading")}</p>`;
  }
  const days = [...new Set(slots.map((slot) => day(slot.from, zone)))];
  if (days.length === 0) {
    return html`<p>${t("customer.noslots")}</p>`;
  }
  const shown = days.includes(chosenDay) ? chosenDay : days[0];
  const ofDay = slots.filter((slot) => day(slot.from, zone) === shown);
  const chosen = ofDay.find((slot) => slot.from === from);
  const book = (event) => {
    event.preventDefault();
    setBusy(true);
    const said = Object.fromEntries(Object.entries(answers).filter(([, value]) => value.trim() !== ""));
    ask(path, Object.keys(said).length > 0 ? { from, answers: said } : { from }).then(done, (error) => {
      setBusy(false);
      if (error.status === 409 && error.missing.length > 0) {
        setMissing(error.missing);
        return;
      }
      if (error.status === 409) {
        setFrom(null);
        load();
      }
      failed(error);
    });
  };
  return html`<p class="muted small">${t("customer.zone", { zone })}</p>
    <div class="days" role="group" aria-label=${t("customer.day")}>${days.map((each) => {
      const first = slots.find((slot) => day(slot.from, zone) === each).from;
      return html`<button key=${each} type="button" class="pick" aria-pressed=${each === shown} aria-label=${each}
        onClick=${() => (setChosenDay(each), setFrom(null))}>${shortDay(first, zone)}</button>`;
    })}</div>
    <h3>${shown}</h3>
    <div class="times" role="group" aria-label=${t("customer.time")}>${ofDay.map(
      (slot) => html`<button key=${slot.from} type="button" class="pick" data-from=${slot.from} aria-pressed=${slot.from === from}
        onClick=${() => setFrom(slot.from)}>${hours(slot.from, slot.to, zone)}</button>`,
    )}</div>
    ${chosen &&
    html`<form onSubmit=${book}>
      ${missing.length > 0 && html`<p role="alert">${t("customer.missing")}</p>`}
      ${missing.map(
        (need) => html`<label class="field" key=${need.need}>${text(need.words) || need.what}
          <input name=${need.need} type=${DATES.includes(need.need) ? "date" : need.need === "phone" ? "tel" : "text"} required maxlength="500"
            value=${answers[need.need] || ""} onInput=${({ target }) => setAnswers((before) => ({ ...before, [need.need]: target.value }))} /></label>`,
      )}
      <button class="button primary" disabled=${busy}>${t(path === "/move" ? "customer.moveto" : "customer.bookit", { day: shortDay(chosen.from, zone), hours: hours(chosen.from, chosen.to, zone) })}</button>
    </form>`}`;
}

/** Another window for a visit that is booked. */
export function Moving(deed) {
  const [open, setOpen] = useState(false);
  const moved = (view) => {
    setOpen(false);
    deed.done(view);
  };
  return html`<div class="moving"><button type="button" class="button" aria-expanded=${open} onClick=${() => setOpen(!open)}>${t("customer.move")}</button>
    ${open && html`<${Booking} ...${deed} path="/move" done=${moved} />`}</div>`;
}

/** Asked once more, since nobody can take it back here. */
export function Cancelling({ done, failed }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const cancel = (event) => {
    event.preventDefault();
    setBusy(true);
    ask("/cancel", reason.trim() === "" ? {} : { reason: reason.trim() }).then(done, (error) => {
      setBusy(false);
      failed(error);
    });
  };
  if (!open) {
    return html`<button type="button" class="button danger" onClick=${() => setOpen(true)}>${t("customer.cancel")}</button>`;
  }
  return html`<form class="cancelling" onSubmit=${cancel}>
    <p role="status"><strong>${t("customer.sure")}</strong> ${t("customer.sure.hint")}</p>
    <label class="field">${t("customer.reason")}
      <textarea name="reason" maxlength=${MOST_WORDS} value=${reason} onInput=${(event) => setReason(event.target.value)}></textarea></label>
    <button class="button danger" disabled=${busy}>${t("customer.cancelyes")}</button>
    <button type="button" class="button" onClick=${() => setOpen(false)}>${t("customer.cancelno")}</button>
  </form>`;
}

function Choice({ name, legend, options, value, choose, two }) {
  return html`<fieldset><legend>${legend}</legend><div class=${two ? "marks two" : "marks"}>${options.map(
    ([option, label]) => html`<label key=${label} class=${option === value ? "chosen" : ""}>
      <input type="radio" name=${name} value=${String(option)} checked=${option === value} required onChange=${() => choose(option)} />${label}</label>`,
  )}</div></fieldset>`;
}

/** Marks from 1 to 5 for each dimension, and whether it is solved. */
export function Rating({ done, failed }) {
  const [marks, setMarks] = useState({});
  const [solved, setSolved] = useState(null);
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const rate = (event) => {
    event.preventDefault();
    setBusy(true);
    const body = { ...marks, solved };
    ask("/rate", words.trim() === "" ? body : { ...body, words: words.trim() }).then(done, (error) => {
      setBusy(false);
      failed(error);
    });
  };
  return html`<form class="rating" onSubmit=${rate}>
    <${Choice} name="solved" legend=${t("customer.solved")} two options=${[[true, t("customer.yes")], [false, t("customer.no")]]} value=${solved} choose=${setSolved} />
    <p class="muted small">${t("customer.scale")}</p>
    ${DIMENSIONS.map(
      (each) => html`<${Choice} key=${each} name=${each} legend=${t(`customer.mark.${each}`)} options=${MARKS.map((mark) => [mark, String(mark)])} value=${marks[each]}
        choose=${(mark) => setMarks((before) => ({ ...before, [each]: mark }))} />`,
    )}
    <label class="field">${t("customer.words")}
      <textarea name="words" maxlength=${MOST_WORDS} value=${words} onInput=${(event) => setWords(event.target.value)}></textarea></label>
    <button class="button primary" disabled=${busy}>${t("customer.send")}</button>
  </form>`;
}
