// What may be done to models, and what the service answered.
import { html, useState } from "./lib.js";
import { t } from "./format.js";
import { send, useResource } from "./store.js";
import { AuthorFields, useAuthor } from "./author.js";
import { ask, useJobs } from "./model-jobs.js";

/** Everything that the buttons of a page need: who asks, whether they may, what is under way. */
export function useModelActions(changed) {
  const me = useResource("/api/v1/me", { live: false });
  const author = useAuthor();
  const jobs = useJobs(changed);
  const [failed, setFailed] = useState(null);
  const named = Boolean(me.data && me.data.person) || author.who.trim() !== "";
  const who = author.who.trim() || undefined;
  const reason = author.reason.trim();
  const then = (promise) => {
    setFailed(null);
    promise.then(
      () => {
        author.setReason("");
        jobs.look();
        changed();
      },
      setFailed,
    );
  };
  return {
    author,
    jobs,
    failed,
    reason,
    named,
    may: Boolean(me.data && me.data.makes_models),
    person: me.data && me.data.person,
    known: Boolean(me.data),
    job: (command, args) => then(ask(command, { ...args }, who)),
    promote: (model, as, force) => then(ask("promote", { model, ...(as ? { as } : {}), ...(force ? { force } : {}), ...(reason ? { reason } : {}) }, who)),
    turn: (what, type, target) => then(send(`/api/v1/models/${what}`, { type, target, ...(who ? { who } : {}), ...(reason ? { reason } : {}) })),
  };
}

/** Who asks and why; or why there are no buttons. */
export const ActionAuthor = ({ actions }) =>
  !actions.known
    ? null
    : !actions.may
      ? html`<p class="card muted small" data-may="no">${t("models.maynot")}</p>`
      : html`<section class="card policy-switch" aria-label=${t("models.author")}>
          <div class="policy-author"><${AuthorFields} author=${actions.author} /></div>
          <p class="muted small">${t("models.author.hint")}</p>
          ${actions.failed && html`<p class="late" role="alert">${actions.failed.offline ? t("error.offline") : actions.failed.message}${actions.failed.hint ? html`<span class="muted"> – ${actions.failed.hint}</span>` : ""}</p>`}
        </section>`;

/** Makes a model champion; where the service refused it, says so and offers to insist, for a reason. */
export function Promote({ model, actions }) {
  const { jobs } = actions.jobs;
  const last = jobs && jobs.find((job) => job.command === "promote" && job.arguments.model === model && job.arguments.as !== "challenger");
  const refused = last && last.state === "failed" && last;
  const busy = last && !last.ended_at;
  return html`<button class="button" data-do="promote" disabled=${!actions.named || busy} title=${t("models.promote.hint")} onClick=${() => actions.promote(model)}>${t(busy ? "models.comparing" : "models.promote")}</button>
    ${refused && html`<button class="button danger" data-do="force" disabled=${!actions.named || !actions.reason} title=${t("models.force.hint")} onClick=${() => actions.promote(model, null, true)}>${t("models.force")}</button>`}`;
}

/** Why a model was not promoted. */
export function Refusal({ model, actions }) {
  const { jobs } = actions.jobs;
  const last = jobs && jobs.find((job) => job.command === "promote" && job.arguments.model === model);
  return last && last.state === "failed"
    ? html`<div class="notice refusal" role="alert"><strong>${t("models.refused")}</strong> ${last.error} <span class="muted small">${t("models.refused.hint")}</span></div>`
    : null;
}
