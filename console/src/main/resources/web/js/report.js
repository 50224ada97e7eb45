// The public form by which a customer reports a problem, or asks for another kind of visit, without an account.
import { html, render, useEffect, useRef, useState } from "./lib.js";
import { chooseLanguage, currentLanguage, locale, suggestLanguage, t, text } from "./format.js";

const DANGERS = ["burning", "water", "shock", "gas"];
const KINDS = ["repair", "maintenance", "installation", "usage_guidance", "site_survey", "consultation", "complaint"];
const AT_HOME = ["repair", "maintenance", "installation", "site_survey"];
const EMPTY = { kind: "repair", dangers: [], consent: false };

suggestLanguage(document.documentElement.lang);

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/api/v1/public/${path}`, {
      method,
      headers: { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw Object.assign(new Error("offline"), { offline: true });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw Object.assign(new Error(answer.detail || response.statusText), { words: answer.words, fields: answer.fields || [] });
  }
  return answer;
}

function Page() {
  const [, setChoices] = useState(0);
  const [form, setForm] = useState(null);
  const [sent, setSent] = useState(null);
  useEffect(() => {
    call("GET", "form").then(setForm, () => setForm({ types: [] }));
  }, []);
  useEffect(() => {
    document.documentElement.lang = locale();
    document.title = t("report.title");
  });
  const choose = (language) => {
    chooseLanguage(language);
    setChoices((n) => n + 1);
  };
  return html`<a class="skip" href="#content">${t("skip")}</a>
    <header class="customer-top">
      <span class="brand"><img src="/favicon.svg" alt="" width="28" height="28" /><span>${t("customer.title")}</span></span>
      <div class="languages" role="group" aria-label=${t("language")}>
        <button lang="en" aria-pressed=${currentLanguage() === "en"} onClick=${() => choose("en")}>English</button>
        <button lang="zh-CN" aria-pressed=${currentLanguage() === "zh"} onClick=${() => choose("zh")}>简体中文</button>
      </div>
    </header>
    <main id="content" class="customer report">
      ${sent ? html`<${Sent} sent=${sent} again=${() => setSent(null)} />` : html`<${Form} form=${form} done=${setSent} />`}
    </main>`;
}

/** One line or more to fill in; its mistake is told beside it. */
function Field({ name, value, set, wrong, type = "text", needed, hint, more, complete }) {
  const told = wrong[name];
  const described = [hint && `${name}-hint`, told && `${name}-wrong`].filter(Boolean).join(" ") || undefined;
  const common = {
    id: name,
    name,
    value: value[name] || "",
    required: needed,
    "aria-invalid": told ? "true" : undefined,
    "aria-describedby": described,
    autocomplete: complete || "off",
    onInput: (event) => set(name, event.target.value),
  };
  return html`<div class=${told ? "ask wrong" : "ask"}>
    <label for=${name}>${t(`report.${name}`)}${!needed && html` <span class="muted">${t("report.optional")}</span>`}</label>
    ${hint && html`<p class="muted small" id=${`${name}-hint`}>${t(hint)}</p>`}
    ${more ? html`<textarea ...${common} rows="4" maxlength=${more}></textarea>` : html`<input ...${common} type=${type} maxlength="250" />`}
    ${told && html`<p class="mistake" id=${`${name}-wrong`}>${text(told)}</p>`}
  </div>`;
}

function Form({ form, done }) {
  const [value, setValue] = useState(EMPTY);
  const [wrong, setWrong] = useState({});
  const [failed, setFailed] = useState(null);
  const [busy, setBusy] = useState(false);
  const summary = useRef(null);
  const set = (name, said) => setValue((before) => ({ ...before, [name]: said }));
  const tick = (danger, on) => set("dangers", on ? [...value.dangers, danger] : value.dangers.filter((each) => each !== danger));
  const send = (event) => {
    event.preventDefault();
    setBusy(true);
    const body = Object.fromEntries(Object.entries(value).filter(([, said]) => said !== ""));
    call("POST", "reports", { ...body, language: currentLanguage() }).then(
      (answer) => {
        scrollTo(0, 0);
        done({ reference: answer.reference, danger: value.dangers.length > 0 });
      },
      (error) => {
        setBusy(false);
        setWrong(Object.fromEntries((error.fields || []).map((each) => [each.field, each.words])));
        setFailed(error);
        setTimeout(() => summary.current && summary.current.focus(), 0);
      },
    );
  };
  const ask = { value, set, wrong };
  const home = AT_HOME.includes(value.kind);
  return html`<h1>${t("report.title")}</h1>
    <p>${t("report.intro")}</p>
    ${failed &&
    html`<div class="card told failed" role="alert" tabindex="-1" ref=${summary}>
      ${failed.words ? text(failed.words) : t(failed.offline ? "customer.offline" : "customer.deadhint.later")}
      ${Object.keys(wrong).length > 0 && html`<ul>${Object.keys(wrong).map((name) => html`<li key=${name}><a href=${`#${name}`}>${t(`report.${name}`)}</a></li>`)}</ul>`}
    </div>`}
    <form onSubmit=${send} novalidate>
      <section class="card"><h2>${t("report.what")}</h2>
        <div class="ask"><label for="kind">${t("report.kind")}</label>
          <select id="kind" name="kind" value=${value.kind} onChange=${(event) => set("kind", event.target.value)}>
            ${KINDS.map((kind) => html`<option key=${kind} value=${kind}>${t(`report.kind.${kind.replace("_", "")}`)}</option>`)}
          </select></div>
        <fieldset class="dangers"><legend>${t("report.dangers")}</legend>
          ${DANGERS.map(
            (danger) => html`<label class="tick" key=${danger}><input type="checkbox" name=${danger} checked=${value.dangers.includes(danger)}
              onChange=${(event) => tick(danger, event.target.checked)} /><span>${t(`report.danger.${danger}`)}</span></label>`,
          )}
        </fieldset>
        <div role="alert">${value.dangers.length > 0 && html`<p class="warning">${t(value.dangers.includes("gas") ? "report.warn.gas" : "report.warn")}</p>`}</div>
        <${Field} ...${ask} name="symptom" needed more="1500" hint="report.symptom.hint" />
        <${Field} ...${ask} name="began" />
      </section>
      <section class="card"><h2>${t("report.appliance")}</h2>
        <div class=${wrong.type ? "ask wrong" : "ask"}><label for="type">${t("report.type")} <span class="muted">${t("report.optional")}</span></label>
          <select id="type" name="type" value=${value.type || ""} onChange=${(event) => set("type", event.target.value)}>
            <option value="">${t("report.type.none")}</option>
            ${((form && form.types) || []).map((each) => html`<option key=${each.type} value=${each.type}>${text(each.label)}</option>`)}
          </select></div>
        <${Field} ...${ask} name="model" />
        <${Field} ...${ask} name="serial" hint="report.serial.hint" />
      </section>
      <section class="card"><h2>${t("report.you")}</h2>
        <${Field} ...${ask} name="name" needed complete="name" />
        <${Field} ...${ask} name="phone" type="tel" hint="report.phone.hint" complete="tel" />
        <${Field} ...${ask} name="email" type="email" complete="email" />
        <${Field} ...${ask} name="address" needed=${home} complete="street-address" />
        <${Field} ...${ask} name="postcode" complete="postal-code" />
      </section>
      <section class="card"><h2>${t("report.wishes")}</h2>
        <${Field} ...${ask} name="wish" more="1000" />
        <${Field} ...${ask} name="wished_time" hint="report.wished_time.hint" />
      </section>
      <div class="nobody" aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off" value=${value.website || ""}
        onInput=${(event) => set("website", event.target.value)} /></label></div>
      <div class=${wrong.consent ? "ask wrong" : "ask"}>
        <label class="tick"><input id="consent" type="checkbox" checked=${value.consent} aria-describedby=${wrong.consent ? "consent-wrong" : undefined}
          onChange=${(event) => set("consent", event.target.checked)} /><span>${t("report.consent.words")}</span></label>
        ${wrong.consent && html`<p class="mistake" id="consent-wrong">${text(wrong.consent)}</p>`}
      </div>
      <button class="button primary" disabled=${busy}>${t(busy ? "report.sending" : "report.send")}</button>
    </form>`;
}

/** That it has arrived; nothing else is told to somebody whom we don't know yet. */
function Sent({ sent, again }) {
  const heading = useRef(null);
  useEffect(() => {
    heading.current.focus();
  }, []);
  return html`<section class="card sent">
    <h1 tabindex="-1" ref=${heading}>${t("report.sent")}</h1>
    <p>${t("report.reference")}</p>
    <p class="reference">${sent.reference}</p>
    ${sent.danger && html`<p class="warning">${t("report.warn")}</p>`}
    <p>${t("report.next")}</p>
    <p><button class="button" onClick=${again}>${t("report.again")}</button></p>
  </section>`;
}

render(html`<${Page} />`, document.getElementById("app"));
