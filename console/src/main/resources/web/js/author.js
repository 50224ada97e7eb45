// Who changes something, and why: who is signed in; or asked for once, remembered in the browser.
import { html, useState } from "./lib.js";
import { t } from "./format.js";
import { currentMe } from "./session.js";

const NAME = "hearthwatch.who";

function rememberedName() {
  try {
    return localStorage.getItem(NAME) || "";
  } catch {
    return "";
  }
}

/** {who, person, reason, setWho, setReason}; person is null while nobody is registered, and then the name is there again on the next visit. */
export function useAuthor() {
  const person = currentMe() && currentMe().person;
  const [who, setName] = useState(person ? person.id : rememberedName());
  const [reason, setReason] = useState("");
  const setWho = (value) => {
    setName(value);
    try {
      localStorage.setItem(NAME, value);
    } catch {
      // A browser that keeps nothing asks for the name again.
    }
  };
  return { who, person, reason, setWho, setReason };
}

/** The two fields, for the top of a page whose buttons need them. */
export const AuthorFields = ({ author }) => html`
  ${!author.person && html`<label>${t("policy.who")} <input value=${author.who} maxlength="100" autocomplete="name" onInput=${(e) => author.setWho(e.target.value)} /></label>`}
  <label>${t("policy.reason")} <input value=${author.reason} maxlength="500" onInput=${(e) => author.setReason(e.target.value)} /></label>`;
