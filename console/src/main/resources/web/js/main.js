// The shell around every page: header, clock, figures, and which page an address shows.
import { html, render, useEffect, useRef, useState } from "./lib.js";
import { Time, chooseLanguage, compact, count, currentLanguage, dateTime, locale, t } from "./format.js";
import { Person, SignIn, goOn, useSession } from "./session.js";
import { listen, useLive, useResource } from "./store.js";
import { Empty, Link } from "./parts-of-pages.js";
import { TicketsPage } from "./tickets.js";
import { TicketPage } from "./ticket.js";
import { AppliancesPage } from "./appliances.js";
import { AppliancePage } from "./appliance.js";
import { PartsPage } from "./parts.js";
import { ModelPage } from "./model.js";
import { ModelsPage } from "./models.js";
import { PolicyPage } from "./policy.js";

const PAGES = [
  [/^\/$/, "nav.tickets", TicketsPage],
  [/^\/tickets\/([^/]+)$/, "nav.tickets", TicketPage],
  [/^\/appliances$/, "nav.appliances", AppliancesPage],
  [/^\/appliances\/([^/]+)$/, "nav.appliances", AppliancePage],
  [/^\/parts$/, "nav.parts", PartsPage],
  [/^\/models$/, "nav.models", ModelsPage],
  [/^\/models\/([^/]+)$/, "nav.models", ModelPage],
  [/^\/policy$/, "nav.policy", PolicyPage],
];
const MENU = [
  ["tickets", "/", "nav.tickets"],
  ["appliances", "/appliances", "nav.appliances"],
  ["parts", "/parts", "nav.parts"],
  ["models", "/models", "nav.models"],
  ["policy", "/policy", "nav.policy"],
];
const SYSTEM_CLOCK_STEP = 15000;
const FIGURES_STEP = 10000;

function route(path) {
  for (const [pattern, section, page] of PAGES) {
    const match = pattern.exec(path);
    if (match) {
      return { section, page, id: match[1] === undefined ? undefined : decodeURIComponent(match[1]) };
    }
  }
  return { section: null, page: NotFound };
}

/** The address, and a click on any link of ours followed without loading the page anew. */
function useAddress() {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const follow = () => setPath(location.pathname);
    const click = (event) => {
      const link = event.target.closest("a[href^='/']");
      if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || link.pathname.startsWith("/api/")) {
        return;
      }
      event.preventDefault();
      if (link.pathname !== location.pathname) {
        history.pushState(null, "", link.href);
        scrollTo(0, 0);
        follow();
      }
    };
    addEventListener("popstate", follow);
    document.addEventListener("click", click);
    return () => {
      removeEventListener("popstate", follow);
      document.removeEventListener("click", click);
    };
  }, []);
  return path;
}

function useTick(step) {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((n) => n + 1), step);
    return () => clearInterval(timer);
  }, [step]);
  return tick;
}

/** Whoever asks is known first; then the pages are theirs, and made anew for somebody else. */
function Root() {
  const session = useSession();
  const [, setLanguage] = useState(currentLanguage());
  const known = session.state === "known";
  const who = session.me ? session.me.who : null;
  useEffect(() => (known ? listen() : undefined), [known, who]);
  useEffect(() => {
    if (who !== null) {
      goOn();
    }
  }, [who]);
  useEffect(() => {
    document.documentElement.lang = locale();
  }, [currentLanguage()]);
  const languages = html`<${Languages} choose=${(chosen) => {
    chooseLanguage(chosen);
    setLanguage(chosen);
  }} />`;
  if (known) {
    return html`<${App} key=${who} session=${session} languages=${languages} />`;
  }
  return html`<header class="top"><span class="brand"><img src="/favicon.svg" alt="" width="28" height="28" /><span>Hearthwatch</span></span><div class="top-side">${languages}</div></header>
    ${session.state === "unknown" && html`<${SignIn} session=${session} />`}`;
}

const Languages = ({ choose }) => html`
  <div class="languages" role="group" aria-label=${t("language")}>
    <button lang="en" aria-pressed=${currentLanguage() === "en"} onClick=${() => choose("en")}>English</button>
    <button lang="zh-CN" aria-pressed=${currentLanguage() === "zh"} onClick=${() => choose("zh")}>简体中文</button>
  </div>`;

function App({ session, languages }) {
  const path = useAddress();
  const live = useLive();
  const tick = useTick(FIGURES_STEP);
  const { data: overview } = useResource(`/api/v1/overview?${tick > 0 ? `r=${tick}` : ""}`, { keep: "overview" });
  useTick(SYSTEM_CLOCK_STEP);
  const clock = live.clock || (overview && overview.clock);
  const now = !clock || clock.mode === "system" ? new Date().toISOString() : clock.now;
  const { section, page, id } = route(path);
  const first = useRef(true);
  useEffect(() => {
    const heading = document.querySelector("main h1");
    document.title = heading && heading.textContent ? `${heading.textContent} · Hearthwatch` : "Hearthwatch";
    if (!first.current && heading) {
      heading.focus({ preventScroll: true });
    }
    first.current = false;
  }, [path]);
  const menu = session.me ? MENU.filter(([name]) => session.me.pages.includes(name)) : MENU;
  return html`
    <a class="skip" href="#content">${t("skip")}</a>
    <header class="top">
      <${Link} to="/" class="brand"><img src="/favicon.svg" alt="" width="28" height="28" /><span>Hearthwatch</span></${Link}>
      <nav aria-label=${t("nav.label")}>
        ${menu.map(
          ([, to, key]) => html`<${Link} key=${key} to=${to} aria-current=${section === key ? "page" : undefined}>${t(key)}</${Link}>`,
        )}
      </nav>
      <div class="top-side">
        <${Clock} clock=${clock} now=${now} />
        <span class=${live.connected ? "live" : "live lost"} role="status" title=${t(live.connected ? "live.on.hint" : "live.off.hint")}>
          ${t(live.connected ? "live.on" : "live.off")}</span>
        ${languages}
        <${Person} session=${session} />
      </div>
    </header>
    <${Stopped} stops=${overview && overview.stopped} />
    <${Figures} figures=${overview && overview.figures} />
    <main id="content"><${page} key=${path} id=${id} now=${now} overview=${overview} /></main>`;
}

/** Over every page, while somebody has stopped tickets. */
const Stopped = ({ stops }) => stops && stops.length > 0 && html`<div class="stopped" role="alert">
  ${stops.map((stop) => html`<p key=${stop.type || "*"}><strong>${stop.type ? t("stopped.type", { type: stop.type }) : t("stopped.all")}</strong>
    ${" "}${t("stopped.by", { who: stop.who })} <${Time} iso=${stop.at} />${": "}${stop.reason} ${" "}<${Link} to="/policy">${t("nav.policy")}</${Link}></p>`)}
</div>`;

const Clock = ({ clock, now }) => html`
  <span class="clock"><span class="muted small">${t(clock && clock.mode === "driven" ? "clock.driven" : "clock.system")}</span>
    <time datetime=${now} title=${now}>${dateTime(now)}</time></span>`;

function Figures({ figures }) {
  const show = (n, format = count) => (n === null || n === undefined ? "–" : format(n));
  const f = figures || {};
  const each = [
    ["figures.open", show(f.open_tickets)],
    ["figures.preempted", show(f.preempted), f.failures === undefined ? null : t("figures.preempted.hint", { failures: count(f.failures) })],
    ["figures.needless", show(f.needless), t("figures.needless.hint")],
    ["figures.appliances", show(f.appliances)],
    ["figures.readings", show(f.readings, compact), figures ? count(f.readings) : null],
  ];
  return html`<section class="figures" aria-label=${t("figures.label")}>
    ${each.map(([key, value, hint]) => html`<div key=${key} title=${hint}><strong>${value}</strong><span class="muted">${t(key)}</span></div>`)}
  </section>`;
}

const NotFound = () => html`
  <h1 tabindex="-1" class="hidden">${t("notfound.title")}</h1>
  <${Empty} title=${t("notfound.title")} hint=${t("notfound.hint")}><p><${Link} to="/">${t("nav.tickets")}</${Link}></p></${Empty}>`;

render(html`<${Root} />`, document.getElementById("app"));
