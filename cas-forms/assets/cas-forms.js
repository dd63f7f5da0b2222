/**
 * Brings the news earlier, in every form that cas-forms has rendered: what is wrong, as one types;
 * what somebody else changed; what the browser brought back from an earlier visit. Without it all of
 * this is said after Save, and nothing depends on it.
 *
 *     <script type="module" src="/assets/cas-forms.js"></script>
 *
 * The form's tag may name the form's own module, with its sentences, rules and scripts
 * (`data-cas-module`), and the address that judges the form as it stands (`data-cas-check`).
 *
 * The form of a row that is locked keeps its lease (`data-cas-lease`).
 *
 * A form that is being sent is not sent again. Where no page follows, for the answer is a file, the
 * page says that the form may be: `form.dispatchEvent(new Event("cas-again"))`.
 */

import { Form } from "./form.js";

/** @type {WeakMap<object, Form>} */
const forms = new WeakMap();

/** Looks after every form that is ours. */
function scan() {
  const ours = 'form[data-cas-module], form[data-cas-check], input[name^="original-"]';
  for (const each of document.querySelectorAll(ours)) {
    const form = each instanceof HTMLInputElement ? each.form : each;
    if (form instanceof HTMLFormElement && !forms.has(form)) forms.set(form, new Form(form));
  }
}

/** @param {string} type @param {(form: Form, target: any, event: any) => void} act */
function on(type, act) {
  const listen = (/** @type {any} */ event) => {
    const { target } = event;
    const form = forms.get(target instanceof HTMLFormElement ? target : target.form);
    if (form) act(form, target, event);
  };
  document.addEventListener(type, listen, /^(invalid|cas-again)$/.test(type));
}

/** @param {(form: Form) => void} act */
function each(act) {
  for (const form of [...document.forms].map((element) => forms.get(element))) if (form) act(form);
}

scan();
new MutationObserver(scan).observe(document, { childList: true, subtree: true });
on("input", (form, control, { isTrusted }) => {
  // Firefox restores a session after the page is shown, when nobody has touched it yet.
  const isRestored = isTrusted && navigator.userActivation?.hasBeenActive === false;
  if (isRestored) form.show(false);
  else form.enter(control);
});
on("change", (form, control) => form.leave(control));
on("focusout", (form, control) => form.leave(control));
on("submit", (form, _, event) => form.send(event));
on("cas-again", (form) => form.wait(false));
on("reset", (form) => setTimeout(() => form.reset()));
on("invalid", (form, control, event) => {
  event.preventDefault();
  form.refuse(control);
});
addEventListener("pagehide", () =>
  each((form) => {
    form.stop();
    form.lease?.leave();
  }),
);
// Somebody stops the browser: by its key, or, where browsers tell, in any way.
addEventListener("keydown", ({ key, defaultPrevented }) => {
  if (key === "Escape" && !defaultPrevented) each((form) => form.wait(false));
});
const { navigation } = /** @type {any} */ (globalThis);
navigation?.addEventListener("navigateerror", () => each((form) => form.wait(false)));
addEventListener("pageshow", ({ persisted }) =>
  each((form) => {
    form.show(persisted);
    if (persisted) form.lease?.come();
  }),
);
const come = () => document.hidden || each((form) => form.lease?.come());
document.addEventListener("visibilitychange", come);
addEventListener("online", come);
if (document.readyState === "complete") each((form) => form.show(false));
