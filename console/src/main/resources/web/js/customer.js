// The page that a customer's link opens, without an account: what we saw, where it stands, and what they may do now.
import { html, render, useEffect, useRef, useState } from "./lib.js";
import { Time, chooseLanguage, currentLanguage, dateTime, locale, suggestLanguage, t, text } from "./format.js";
import { Call, Contact } from "./customer-contact.js";
import { Booking, Cancelling, Moving, Rating, ask, day, hours, plainly } from "./customer-deeds.js";

const STEP = 60000;
const NEVER_OURS = [400, 403, 404];
const STAGES = ["received", "booked", "visit", "done"];
const STAGE_OF = {
  opened: 0,
  triaged: 0,
  information: 0,
  reopened: 0,
  scheduled: 1,
  dispatched: 1,
  confirmed: 1,
  on_site: 2,
  workshop: 2,
  exchange: 2,
  refund: 2,
  repaired: 2,
  accepted: 3,
  reviewed: 3,
  followed_up: 3,
  closed: 3,
};
const WITHOUT_VISIT = ["consultation", "complaint"];

/** A ticket as the link shows it, read again while somebody looks; {view, failed, show, look}. */
function useTicket() {
  const [state, setState] = useState({ view: null, failed: null });
  const show = (view) => {
    suggestLanguage(view.language);
    setState({ view, failed: null });
  };
  const look = () =>
    ask("").then(show, (failed) => setState((before) => (before.view && (failed.offline || failed.status >= 500) ? before : { view: null, failed })));
  useEffect(() => {
    const again = () => document.visibilityState === "visible" && look();
    const timer = setInterval(again, STEP);
    document.addEventListener("visibilitychange", again);
    look();
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, []);
  return { ...state, show, look };
}

function Page() {
  const ticket = useTicket();
  const [, setChoices] = useState(0);
  useEffect(() => {
    document.documentElement.lang = locale();
    document.title = ticket.view ? `${t("customer.title")} ${ticket.view.number}` : t("customer.title");
  });
  const choose = (language) => {
    chooseLanguage(language);
    setChoices((n) => n + 1);
  };
  return html`<header class="customer-top">
      <span class="brand"><img src="/favicon.svg" alt="" width="28" height="28" /><span>${t("customer.title")}</span></span>
      <div class="languages" role="group" aria-label=${t("language")}>
        <button lang="en" aria-pressed=${currentLanguage() === "en"} onClick=${() => choose("en")}>English</button>
        <button lang="zh-CN" aria-pressed=${currentLanguage() === "zh"} onClick=${() => choose("zh")}>简体中文</button>
      </div>
    </header>
    <main id="content" class="customer" aria-busy=${!ticket.view && !ticket.failed}>
      ${ticket.view ? html`<${Ticket} view=${ticket.view} show=${ticket.show} look=${ticket.look} />` : ticket.failed ? html`<${DeadEnd} failed=${ticket.failed} look=${ticket.look} />` : html`<p class="centred muted">${t("loading")}</p>`}
    </main>`;
}

/** A link that opens nothing, or a server that does not answer: what to do now. */
function DeadEnd({ failed, look }) {
  const kind = failed.status === 410 ? "expired" : NEVER_OURS.includes(failed.status) ? "wrong" : "later";
  return html`<section class="card dead-end" role="alert">
    <h1 tabindex="-1">${t(`customer.dead.${kind}`)}</h1>
    <p>${t(`customer.deadhint.${kind}`)}</p>
    ${kind === "later" && html`<p><button class="button primary" onClick=${look}>${t("customer.again")}</button></p>`}
  </section>`;
}

function Ticket({ view, show, look }) {
  const [told, setTold] = useState(null);
  const heading = useRef(null);
  const zone = view.time_zone || "UTC";
  const may = (deed) => view.may.includes(deed);
  const tell = (said) => {
    setTold(said);
    scrollTo(0, 0);
    heading.current.focus({ preventScroll: true });
  };
  const done = (key) => (next) => {
    show(next);
    tell({ key });
  };
  // What stood here is not so any more: somebody of us, or another window of theirs, was faster.
  const failed = (error) => {
    if (error.status === 403 || error.status === 410 || error.status === 409) {
      look();
    }
    tell({ error });
  };
  const deed = { view, zone, failed };
  return html`
    <h1 ref=${heading} tabindex="-1">${view.appliance ? text(view.appliance) : t("customer.yours")}</h1>
    <p class="muted small ticket-number">${t("customer.number", { number: view.number })}${view.centre && html` · ${text(view.centre)}`}</p>
    ${told && html`<div class=${told.error ? "card told failed" : "card told"} role=${told.error ? "alert" : "status"}>${told.error ? plainly(told.error) : t(told.key)}</div>`}
    ${view.saw &&
    html`<section class="card saw"><h2>${t("customer.about")}</h2><p>${text(view.saw)}</p>
      ${may("book") && html`<p class="about">${t("customer.suggest")}</p>`}</section>`}
    <${Standing} view=${view} zone=${zone} />
    ${may("book") && html`<section class="card book"><h2>${t("customer.book")}</h2><${Booking} ...${deed} path="/book" done=${done("customer.told.book")} /></section>`}
    ${may("rate") && html`<section class="card rate"><h2>${t("customer.rate")}</h2><${Rating} ...${deed} done=${done("customer.told.rate")} /></section>`}
    ${(may("move") || may("cancel")) &&
    html`<section class="card change"><h2>${t("customer.change")}</h2><div class="deeds">
      ${may("move") && html`<${Moving} ...${deed} done=${done("customer.told.move")} />`}
      ${may("cancel") && html`<${Cancelling} ...${deed} done=${done("customer.told.cancel")} />`}
    </div></section>`}
    <${Call} view=${view} />
    <${Contact} />`;
}

function Standing({ view, zone }) {
  const stage = STAGE_OF[view.state];
  const stages = WITHOUT_VISIT.includes(view.kind) ? ["received", "done"] : STAGES;
  const reached = stage === undefined ? -1 : stages.indexOf(STAGES[stage]);
  const ahead = view.window_from && stage === 1;
  return html`<section class="card standing">
    <h2>${t("customer.stands")}</h2>
    ${reached >= 0 &&
    html`<ol class="stages">${stages.map(
      (each, i) => html`<li key=${each} class=${i < reached ? "past" : i === reached ? "now" : ""} aria-current=${i === reached ? "step" : undefined}>${t(`customer.stage.${each}`)}</li>`,
    )}</ol>`}
    <p>${t(`customer.state.${view.state.replaceAll("_", "")}`)}</p>
    ${ahead &&
    html`<p class="window">${day(view.window_from, zone)}, <span class="whole">${hours(view.window_from, view.window_to, zone)}</span></p>
      <p class="muted small">${t("customer.zone", { zone })}${view.technician && html`<br />${t("customer.technician", { name: view.technician })}`}</p>`}
    ${view.rated && html`<p class="muted">${t("customer.rated")}</p>`}
    ${view.steps.length > 0 &&
    html`<details><summary>${t("customer.happened")}</summary><ol class="happened">${[...view.steps].reverse().map(
      (step, i) => html`<li key=${i}><span>${t(`customer.step.${step.state.replaceAll("_", "")}`)}</span><span class="muted small"><${Time} iso=${step.at} zone=${zone} format=${dateTime} /></span></li>`,
    )}</ol></details>`}
  </section>`;
}

render(html`<${Page} />`, document.getElementById("app"));
