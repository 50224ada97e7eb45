// Long work on models: asking for it, how far it is, what came of it.
import { html, useEffect, useRef, useState } from "./lib.js";
import { Time, percent, t } from "./format.js";
import { read, remove, send } from "./store.js";

const BUSY = 1500;
const IDLE = 15000;
const SHOWN = 12;

/** {jobs, look, error}: the newest jobs, looked at again often while one is under way. Calls back when one has ended. */
export function useJobs(ended) {
  const [state, setState] = useState({ jobs: null, error: null });
  const [round, setRound] = useState(0);
  const latest = useRef(ended);
  const open = useRef(null);
  latest.current = ended;
  useEffect(() => {
    let timer = null;
    const abort = new AbortController();
    const look = () =>
      read(`/api/v1/model-jobs?limit=${SHOWN}`, abort.signal).then(
        ({ jobs }) => {
          const now = new Set(jobs.filter((job) => !job.ended_at).map((job) => job.id));
          if (open.current && [...open.current].some((id) => !now.has(id))) {
            latest.current();
          }
          open.current = now;
          setState({ jobs, error: null });
          timer = setTimeout(look, now.size > 0 ? BUSY : IDLE);
        },
        (error) => {
          if (!abort.signal.aborted) {
            setState((before) => ({ ...before, error }));
            timer = setTimeout(look, IDLE);
          }
        },
      );
    look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [round]);
  return { ...state, look: () => setRound((n) => n + 1) };
}

/** Asks for a job in somebody's name. */
export const ask = (command, args, who) => send("/api/v1/model-jobs", { command, arguments: args, who });

const about = (job) => job.arguments.model || job.arguments.b || job.arguments.type || "";

/** What is under way and what ended lately. */
export function Jobs({ jobs, may, look }) {
  if (!jobs || jobs.length === 0) {
    return null;
  }
  const cancel = (id) => remove(`/api/v1/model-jobs/${id}`).catch(() => {}).finally(look);
  return html`<section class="bare model-jobs" aria-label=${t("jobs.title")}><h2>${t("jobs.title")}</h2>
    <div class="card"><ul class="rows">${jobs.map((job) => html`<li key=${job.id} data-job=${job.id} data-state=${job.state}>
      <div class="job-head">
        <span><strong>${t(`jobs.command.${job.command}`)}</strong> <span class="mono">${about(job)}</span>
          <span class="muted small"> · ${job.who}</span></span>
        <span class=${`pill job-${job.state}`}>${t(`jobs.state.${job.state}`)}</span>
      </div>
      ${!job.ended_at && html`<div class="job-progress">
        <span class="bar" role="progressbar" aria-label=${t("jobs.progress")} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round((job.progress || 0) * 100)}>
          <span class="cool" style=${{ width: `${Math.round((job.progress || 0) * 100)}%` }}></span></span>
        <span class="muted small">${job.phase || t("jobs.waiting")}${job.progress === null ? "" : ` · ${percent(job.progress)}`}</span>
        ${may && html`<button class="link-button" onClick=${() => cancel(job.id)}>${t("jobs.cancel")}</button>`}
      </div>`}
      ${job.error && html`<p class="late small">${job.error}${job.try ? html`<span class="muted"> – ${job.try}</span>` : ""}</p>`}
      <span class="muted small"><${Time} iso=${job.ended_at || job.started_at || job.created_at} />
        ${job.file && html` · <a href=${job.file.href}>${job.file.name}</a>`}
        ${job.state === "done" && job.command === "evaluate" && job.result && job.result.model && html` · <a href=${`/models/${encodeURIComponent(job.result.model)}`}>${t("jobs.result")}</a>`}</span>
    </li>`)}</ul></div></section>`;
}
