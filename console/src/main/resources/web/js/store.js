// What the pages know of the server: reading, and being told when to read again.
import { useEffect, useRef, useState } from "./lib.js";

const listeners = new Set();
const clockListeners = new Set();
let connected = true;

const unknownListeners = new Set();
let era = 0;

/** Calls back when the server says that it does not know who asks; returns what ends that. */
export function onUnknown(callback) {
  unknownListeners.add(callback);
  return () => unknownListeners.delete(callback);
}

/** Somebody else asks from now on: what was asked before says nothing of them. */
export const startAnew = () => era++;

/** The body of an answer, or an Error that carries the problem's title, detail and what to try. */
async function ask(path, options) {
  const mine = era;
  let response;
  try {
    response = await fetch(path, options);
  } catch (cause) {
    if (options.signal && options.signal.aborted) {
      throw cause;
    }
    throw Object.assign(new Error("offline"), { offline: true });
  }
  if (!response.ok) {
    if (response.status === 401 && mine === era) {
      unknownListeners.forEach((heard) => heard());
    }
    let problem = {};
    try {
      problem = await response.json();
    } catch {
      // Not from us; the status line has to do.
    }
    const message = problem.detail || problem.title || `${response.status} ${response.statusText}`;
    throw Object.assign(new Error(message), { status: response.status, hint: problem.try });
  }
  return response.json();
}

/** The body of a GET. */
export const read = (path, signal) => ask(path, { headers: { Accept: "application/json" }, signal });

const WRITING = { Accept: "application/json", "Content-Type": "application/json" };

/** The body of the answer to a POST. */
export const send = (path, body) => ask(path, { method: "POST", headers: WRITING, body: JSON.stringify(body) });

/** The body of the answer to a DELETE. */
export const remove = (path) => ask(path, { method: "DELETE", headers: WRITING });

/**
 * Reads a path, again whenever something changed on the server, at most once a second. What is shown stays until the new answer is
 * there, also when the path changes but not what it is about (keep). Returns {data, error, retry}.
 */
export function useResource(path, { live = true, keep = path } = {}) {
  const [state, setState] = useState({ keep: null, data: null, error: null });
  const [round, setRound] = useState(0);
  const wanted = useRef({ path, keep });
  const flight = useRef(null);
  wanted.current = { path, keep };
  useEffect(() => {
    if (!path) {
      return;
    }
    if (flight.current && flight.current.keep === keep) {
      // Let it land, then read again: under a clock that runs fast, giving it up each time would show nothing at all.
      flight.current.again = true;
      return;
    }
    if (flight.current) {
      flight.current.abort.abort();
    }
    const start = () => {
      const mine = { keep: wanted.current.keep, again: false, abort: new AbortController() };
      const set = (data, error) => setState((before) => ({ keep: mine.keep, data: data || (before.keep === mine.keep ? before.data : null), error }));
      flight.current = mine;
      read(wanted.current.path, mine.abort.signal)
        .then((data) => set(data, null), (error) => mine.abort.signal.aborted || set(null, error))
        .finally(() => {
          if (flight.current === mine) {
            flight.current = null;
            if (mine.again) {
              start();
            }
          }
        });
    };
    start();
  }, [path, keep, round]);
  useEffect(
    () => () => {
      if (flight.current) {
        flight.current.abort.abort();
        flight.current = null;
      }
    },
    [],
  );
  useChange(() => setRound((n) => n + 1), live);
  const current = state.keep === keep;
  return {
    data: current ? state.data : null,
    error: current ? state.error : null,
    retry: () => setRound((n) => n + 1),
  };
}

/** Calls back when something changed, at most once a second, and only while the page is looked at. */
export function useChange(callback, live = true) {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    if (!live) {
      return undefined;
    }
    let timer = null;
    let missed = false;
    let last = 0;
    const fire = () => {
      timer = null;
      if (document.hidden) {
        missed = true;
        return;
      }
      missed = false;
      last = performance.now();
      latest.current();
    };
    const changed = () => {
      if (timer === null) {
        timer = setTimeout(fire, Math.max(0, 1000 - (performance.now() - last)));
      }
    };
    const shown = () => missed && !document.hidden && changed();
    listeners.add(changed);
    document.addEventListener("visibilitychange", shown);
    return () => {
      clearTimeout(timer);
      listeners.delete(changed);
      document.removeEventListener("visibilitychange", shown);
    };
  }, [live]);
}

/** {connected, clock}: whether the server is heard, and what its clock last said. */
export function useLive() {
  const [live, setLive] = useState({ connected, clock: null });
  useEffect(() => {
    const heard = (update) => setLive((before) => ({ ...before, ...update }));
    clockListeners.add(heard);
    return () => clockListeners.delete(heard);
  }, []);
  return live;
}

const tell = (update) => clockListeners.forEach((heard) => heard(update));

/**
 * Listens to the server's events until what it returns is called; the browser reconnects by itself. Not while the page is hidden: a browser
 * has six connections to a server, for all its tabs and the pages that it keeps to go back to, and each who listens holds one.
 */
export function listen() {
  let lost = false;
  let source = null;
  let timer = null;
  const open = () => {
    source = new EventSource("/api/v1/events");
    source.addEventListener("open", () => {
      connected = true;
      tell({ connected });
      if (lost) {
        // What changed while nobody listened is not known, so everything is read again.
        listeners.forEach((changed) => changed());
      }
      lost = false;
    });
    source.addEventListener("error", () => {
      lost = true;
      connected = false;
      tell({ connected });
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, 3000);
      }
    });
    source.addEventListener("change", () => listeners.forEach((changed) => changed()));
    source.addEventListener("clock", (event) => tell({ clock: JSON.parse(event.data) }));
  };
  const close = () => {
    clearTimeout(timer);
    if (source) {
      source.close();
      source = null;
    }
  };
  const seen = () => {
    close();
    if (document.hidden) {
      lost = true;
    } else {
      open();
    }
  };
  seen();
  document.addEventListener("visibilitychange", seen);
  return () => {
    document.removeEventListener("visibilitychange", seen);
    close();
  };
}
