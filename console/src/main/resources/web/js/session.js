// Who is signed in, and the form by which one signs in. The token itself is kept by nobody here: a cookie that no script can read stands for it.
import { html, useEffect, useRef, useState } from "./lib.js";
import { t, text } from "./format.js";
import { onUnknown, read, remove, send, startAnew } from "./store.js";

const ADDRESS = "/api/v1/session";
const STEP = 60000;
const SOON = 3000;

let me = null;
/** Who asks, and what they may do; null while it is not known. While nobody is registered, its person is null. */
export const currentMe = () => me;

const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("hearthwatch-session") : null;

/** {state: asking | known | unknown, me, ended, signIn, signOut}; ended where somebody was signed in before, in this page. */
export function useSession() {
  const [session, setSession] = useState({ state: "asking", me: null, ended: false });
  const look = useRef(null);
  const known = (who) => {
    me = who;
    startAnew();
    setSession({ state: "known", me, ended: false });
  };
  const unknown = (ended) => {
    me = null;
    startAnew();
    setSession((before) => ({ state: "unknown", me: null, ended: ended && (before.ended || before.state === "known") }));
  };
  useEffect(() => {
    let timer = null;
    const ask = () => {
      clearTimeout(timer);
      read("/api/v1/me").then(
        (who) => {
          if (JSON.stringify(who) !== JSON.stringify(me)) {
            known(who);
          }
          timer = setTimeout(ask, STEP);
        },
        (error) => {
          // Told that nobody is known, the form shows; of anything else the pages tell by themselves.
          if (error.status !== 401) {
            setSession((before) => (before.state === "asking" ? { ...before, state: "known" } : before));
            timer = setTimeout(ask, SOON);
          }
        },
      );
    };
    look.current = ask;
    const forget = onUnknown(() => unknown(true));
    const elsewhere = () => ask();
    if (channel) {
      channel.addEventListener("message", elsewhere);
    }
    ask();
    return () => {
      clearTimeout(timer);
      forget();
      if (channel) {
        channel.removeEventListener("message", elsewhere);
      }
    };
  }, []);
  const tell = () => channel && channel.postMessage("changed");
  return {
    ...session,
    signIn: (token) =>
      send(ADDRESS, { token }).then((who) => {
        known(who);
        look.current();
        tell();
      }),
    signOut: () =>
      remove(ADDRESS).then(() => {
        unknown(false);
        tell();
      }),
    look: () => look.current(),
  };
}

/** Goes on to the address of the API for which somebody came here to sign in, such as a report's; nothing else is gone on to. */
export function goOn() {
  const to = new URLSearchParams(location.search).get("to");
  if (to === null) {
    return;
  }
  history.replaceState(null, "", location.pathname);
  const target = new URL(to, location.origin);
  if (target.origin === location.origin && target.pathname.startsWith("/api/v1/")) {
    location.replace(target);
  }
}

/** In place of every page, until somebody is signed in. The address stays, so that the page is there again afterwards. */
export function SignIn({ session }) {
  const [failed, setFailed] = useState(null);
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  useEffect(() => {
    document.title = `${t("signin.title")} · Hearthwatch`;
  });
  const submit = (event) => {
    event.preventDefault();
    const token = field.current.value.trim();
    if (token === "" || busy) {
      field.current.focus();
      return;
    }
    setBusy(true);
    setFailed(null);
    session.signIn(token).catch((error) => {
      if (error.status === 409) {
        // Nobody is registered any more, so nobody needs to sign in.
        session.look();
        return;
      }
      setBusy(false);
      setFailed(error);
      field.current.select();
    });
  };
  return html`<main id="content" class="signin"><form class="card" onSubmit=${submit}>
    <h1 tabindex="-1">${t("signin.title")}</h1>
    <p class=${session.ended ? "notice" : "muted"} role="status">${t(session.ended ? "signin.ended" : "signin.intro")}</p>
    <label>${t("signin.token")}
      <input ref=${field} type="password" name="token" placeholder="hwp_…" autocomplete="current-password" spellcheck=${false} autocapitalize="off" maxlength="300"
        aria-invalid=${failed ? "true" : undefined} aria-describedby="signin-failed" /></label>
    <p id="signin-failed" class="late" role="alert">${failed ? (failed.status === 401 ? t("signin.wrong") : failed.offline ? t("error.offline") : failed.message) : ""}</p>
    <button class="button primary" disabled=${busy}>${t("signin.do")}</button>
    <p class="muted small">${t("signin.none")} <code>hearthwatch person token ID</code></p>
    <p class="muted small">${t("signin.kept")}</p>
  </form></main>`;
}

/** Who is signed in, what they are and what they see; or that whoever reaches the server may do everything. */
export function Person({ session }) {
  const [failed, setFailed] = useState(false);
  if (!session.me) {
    return null;
  }
  const { person, place, everything } = session.me;
  if (!person) {
    return html`<span class="pill open-to-all" title=${t("person.open.hint")}>${t("person.open")}</span>`;
  }
  const scope = person.technician ? t("person.own") : everything ? t("person.everything") : text(place);
  const what = `${t(`role.${person.role}`)} · ${scope}`;
  return html`<div class="person" title=${`${person.name} · ${what}`}>
    <span><strong>${person.name}</strong>
      <button class="link-button" onClick=${() => session.signOut().then(() => setFailed(false), () => setFailed(true))}>${t("signin.out")}</button></span>
    <span class="person-what muted">${what}</span>
    ${failed && html`<span class="late small" role="alert">${t("signin.outfailed")}</span>`}
  </div>`;
}
