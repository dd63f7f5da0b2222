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
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control
 * @typedef {Record<string, string>} Texts
 * @typedef {object} FieldModule
 * @property {Texts} [messages] what is said, by the names of `ValidityState`
 * @property {Texts} [rules] the attributes that are left off for a stored value which breaks them
 * @property {(value: string, form: Texts, input: Control) => unknown} [script]
 * @typedef {object} FormModule
 * @property {Record<string, FieldModule>} [fields]
 * @property {(form: Texts) => unknown} [script]
 * @property {Texts} [texts] the words beside controls
 * @typedef {object} Answer
 * @property {Record<string, string[]>} [errors] by field
 * @property {Record<string, { now: string }>} [changes] by field
 * @property {string[]} [form] what is wrong with the form as a whole
 */

/** How long a form rests before it is judged, in milliseconds. */
const REST = 300;
/** After this an answer, or the next page, is not waited for any longer. */
const PATIENCE = 10_000;
/** What can be wrong with a control, in the order in which the server looks. */
const FLAWS = /** @type {(keyof ValidityState)[]} */ ([
  "customError", "badInput", "valueMissing", "tooLong", "tooShort", "typeMismatch",
  "patternMismatch", "rangeUnderflow", "rangeOverflow", "stepMismatch",
]);
/** What is said where the form's module says nothing. @type {Texts} */
const TEXTS = {
  changedTo: "Somebody else changed this meanwhile to {now}.",
  nothing: "nothing",
  restored: "Your browser brought this entry back from an earlier visit. Please check it.",
};

/** @type {WeakMap<object, Form>} */
const forms = new WeakMap();

/** What is known about a field. */
class Field {
  /** Those that people see. @type {Control[]} */
  controls = [];
  /** As they came, where the server left their rules off. @type {Control[] | undefined} */
  bare = undefined;
  /** Somebody entered something, or the browser did. */
  touched = false;
  /** It has been left, or rests: what is wrong with it may be shown. */
  settled = false;
  /** It was edited after the last question to the server. */
  newer = false;
  /** What the server says is wrong. @type {string[]} */
  judged = [];
  /** What its script says is wrong, and how often it was called. @type {unknown} */
  scripted = "";
  turn = 0;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /** The control, or the group of controls, that its notes belong to. */
  get target() {
    const [control] = this.controls;
    return control.closest(`#${CSS.escape(`id_${this.name}`)}`) ?? control;
  }
}

/** A form that is looked after. */
class Form {
  /** @type {Map<string, Field>} */
  fields = new Map();
  /** @type {FormModule} */
  module = {};
  /** What the server says is wrong with the form as a whole. @type {string[]} */
  judged = [];
  /** What its script says is wrong, by field, and how often it was called. @type {any} */
  scripted = {};
  turn = 0;
  /** Controls that the browser does not send as they are, at one attempt. @type {Control[]} */
  refused = [];
  /** The question that is on its way to the server. @type {AbortController | undefined} */
  question = undefined;
  /** Whether to ask again once it is answered. */
  again = false;
  /** Whether the next page is on its way. */
  sending = false;
  resting = 0;
  patience = 0;

  /** @param {HTMLFormElement} element */
  constructor(element) {
    this.element = element;
    // Inside the form: of a page behind a dialog nothing is read out.
    this.news = make("span");
    this.news.className = "cas-news";
    this.news.role = "status";
    element.append(this.news);
    for (const field of this.all()) {
      if (!field.target.ariaInvalid) continue;
      field.touched = field.settled = true;
      field.judged = this.find(field, "errors")?.innerText.split("\n") ?? [];
    }
    /** When the form's own words and rules are there. */
    this.ready = this.equip();
  }

  /** Gets the form's own module. */
  async equip() {
    const url = this.element.dataset.casModule;
    if (!url) return;
    try {
      this.module = (await import(new URL(url, document.baseURI).href)).default;
      if (this.all().some((field) => field.touched)) this.rest();
    } catch (error) {
      console.error(error);
    }
  }

  /** @param {string} key */
  text(key) {
    return this.module.texts?.[key] ?? TEXTS[key] ?? "";
  }

  /** Every field. */
  all() {
    for (const field of this.fields.values()) field.controls = [];
    for (const each of this.element.elements) {
      const control = /** @type {Control} */ (each);
      if (!control.name || !/^(INPUT|SELECT|TEXTAREA)$/.test(control.tagName)) continue;
      if (/^(hidden|submit|button|image|reset)$/.test(control.type)) continue;
      const name = fieldName(control);
      const field = this.fields.get(name) ?? new Field(name);
      this.fields.set(name, field);
      field.controls.push(control);
    }
    return [...this.fields.values()].filter((field) => field.controls.length);
  }

  /** @param {Control} control of any kind */
  field(control) {
    return this.all().find((field) => field.controls.includes(control));
  }

  // What happens

  /** Something was entered. @param {Control} control */
  enter(control) {
    const field = this.field(control);
    if (!field) return;
    field.touched = field.newer = true;
    field.judged = [];
    this.note(field, "restored");
    this.rule(field, control);
    this.ask(field);
    this.ask();
    this.paint();
    this.rest(field);
  }

  /** A control was left, or has its final value. @param {Control} control */
  leave(control) {
    const field = this.field(control);
    if (!field?.touched) return;
    field.settled = true;
    this.rule(field);
    this.paint();
  }

  /** The browser does not send a control as it is. @param {Control} control */
  refuse(control) {
    if (this.refused.push(control) > 1) return;
    // When all have been named, they are shown, and the first one gets the focus.
    setTimeout(() => {
      for (const field of this.refused.splice(0).map((control) => this.field(control))) {
        if (field) field.touched = field.settled = true;
      }
      this.paint();
      control.focus();
    });
  }

  /** The form is being sent. @param {SubmitEvent} event */
  send(event) {
    if (event.defaultPrevented) return;
    if (this.sending) return event.preventDefault();
    this.stop();
    const own = event.submitter?.getAttribute("formtarget");
    const target = own ?? this.element.getAttribute("target");
    this.wait(!target || target === "_self");
  }

  /** @param {boolean} sending whether the next page is on its way */
  wait(sending) {
    this.sending = sending;
    set(this.element, "aria-busy", sending && "true");
    clearTimeout(this.patience);
    if (!sending) return;
    this.announce([this.text("sending")]);
    // The answer may be a file, or may never come.
    this.patience = setTimeout(() => this.wait(false), PATIENCE);
  }

  /** The page is shown. @param {boolean} kept as it was left, or anew with what came back */
  async show(kept) {
    this.wait(false);
    const old = kept ? [] : this.all().filter((field) => !this.isPristine(field));
    await this.ready;
    const text = this.text("restored");
    for (const field of old) {
      field.touched = field.settled = true;
      this.note(field, "restored", "small", [text]);
      this.rule(field);
    }
    this.announce(old.map((field) => this.said(field, text)));
    if (kept || old.length) this.rest();
  }

  /** All entries are taken back. */
  reset() {
    this.stop();
    for (const field of this.all()) {
      this.note(field, "restored");
      this.rule(field);
      field.touched = field.settled = false;
      field.judged = [];
    }
    this.judged = [];
    this.paint();
  }

  // Who is asked

  /** Forgets what was to be asked. */
  stop() {
    clearTimeout(this.resting);
    this.again = false;
    this.question?.abort();
  }

  /** When no key was pressed for a while, all are asked. @param {Field} [asked] but its script */
  rest(asked) {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      for (const field of this.all().filter((field) => field.touched)) {
        field.settled = true;
        if (field !== asked) this.ask(field);
      }
      if (!asked) this.ask();
      this.paint();
      this.check();
    }, REST);
  }

  /** Calls the script of a field, or the form's; the latest call wins. @param {Field} [field] */
  async ask(field) {
    const asker = field ?? this;
    const turn = ++asker.turn;
    const texts = textsOf(this.element);
    const { fields, script } = this.module;
    let answer;
    try {
      answer = await (field
        ? fields?.[field.name]?.script?.(texts[field.name] ?? "", texts, field.controls[0])
        : script?.(texts));
    } catch (error) {
      console.error(error);
    }
    if (turn !== asker.turn || asker.scripted === answer) return;
    asker.scripted = answer;
    this.paint();
  }

  /** Has the server judge the form as it stands: one question at a time; the last one counts. */
  async check() {
    const url = this.element.dataset.casCheck;
    this.again = !!this.question;
    if (!url || this.sending || this.question) return;
    const question = (this.question = new AbortController());
    const patience = setTimeout(() => question.abort(), PATIENCE);
    for (const field of this.all()) field.newer = false;
    try {
      const body = new URLSearchParams(/** @type {any} */ (new FormData(this.element)));
      const headers = { Accept: "application/json" };
      const { signal } = question;
      const response = await fetch(url, { method: "POST", mode: "same-origin", headers, body, signal });
      if (response.ok) this.hear(await response.json());
    } catch {
      // Then Save brings the news.
    }
    clearTimeout(patience);
    this.question = undefined;
    if (this.again) this.check();
  }

  /** @param {Answer} answer */
  hear({ errors, changes, form }) {
    const [before, after] = this.text("changedTo").split("{now}");
    const news = [];
    for (const field of this.all()) {
      // Of what was edited since, more will be heard. What a control cannot hold stands in its error.
      const isHeld = field.newer || this.find(field, "errors")?.querySelector("q");
      if (!isHeld) field.judged = errors?.[field.name] ?? [];
      const change = changes?.[field.name];
      const value = change?.now ? make("q", change.now) : make("em", this.text("nothing"));
      if (this.note(field, "now", "span", change && [before, value, after])) {
        news.push(this.said(field, before + value.textContent + after));
      }
    }
    this.judged = form ?? [];
    this.paint(news);
  }

  // What is shown

  /** What is wrong with a field. @param {Field} field @returns {string[]} */
  problems({ name, controls, scripted, judged }) {
    const { fields, texts } = this.module;
    for (const control of controls) {
      const flaw = control.willValidate && FLAWS.find((flaw) => control.validity[flaw]);
      if (!flaw) continue;
      const own = bare(control.name) === name ? fields?.[name]?.messages?.[flaw] : texts?.unanswered;
      return [own ?? control.validationMessage];
    }
    return sentences([scripted, this.scripted?.[name], ...judged]);
  }

  /** Shows what is wrong, where it may be shown, and says what is new. @param {string[]} [news] */
  paint(news = []) {
    const others = { ...Object(this.scripted) };
    for (const field of this.all()) {
      delete others[field.name];
      const problems = field.settled ? this.problems(field) : [];
      const nodes = problems.flatMap((text) => [make("br"), text]).slice(1);
      if (this.note(field, "errors", "strong", problems.length ? nodes : undefined)) {
        news.push(this.said(field, problems.join(" ")));
      }
    }
    this.announce(news);
    // What is wrong with the form as a whole stands at its top.
    const items = sentences([...this.judged, ...Object.values(others)]).map((text) => make("li", text));
    const summary = make("div", make("ul", ...items));
    const old = this.element.querySelector(":scope > .cas-summary-now");
    if ((old?.textContent ?? "") === summary.textContent) return;
    old?.remove();
    summary.className = "cas-summary cas-summary-now";
    summary.role = "alert";
    if (items.length) this.element.prepend(summary);
  }

  /** @param {Field} field @param {string} kind of a note @returns {HTMLElement | null | undefined} */
  find({ name, target }, kind) {
    const id = `#${CSS.escape(`id_${name}-${kind}`)}`;
    return this.element.querySelector(id) ?? target.closest(".cas-field")?.querySelector(id);
  }

  /**
   * Puts a note at a field, as the server does, or takes it away.
   *
   * @param {Field} field @param {string} kind @param {string} [tag] @param {(string | Node)[]} [nodes]
   * @returns {boolean} whether it says anything new
   */
  note(field, kind, tag = "", nodes) {
    const { target, name } = field;
    const box = target.closest(".cas-field");
    const id = `id_${name}-${kind}`;
    const described = new Set(target.getAttribute("aria-describedby")?.split(" "));
    let note = this.find(field, kind);
    const before = note?.textContent;
    if (nodes) {
      if (!note) {
        note = make(tag);
        note.id = id;
        note.className = kind === "now" ? "cas-change" : `cas-${kind}`;
        const above = box?.querySelectorAll(".cas-help, .cas-kept, .cas-errors, .cas-restored");
        ([...(above ?? [])].pop() ?? target).after(" ", note);
      }
      const fresh = make("i", ...nodes);
      if (fresh.textContent !== before) note.replaceChildren(...fresh.childNodes);
      described.add(id);
    } else {
      note?.remove();
      described.delete(id);
    }
    set(target, "aria-describedby", [...described].join(" ") || false);
    if (kind === "errors") {
      set(target, "aria-invalid", nodes ? "true" : false);
      box?.classList.toggle("cas-invalid", !!nodes);
    }
    return !!nodes && note?.textContent !== before;
  }

  /**
   * A stored value that breaks a rule came without its rules, so that it may stay. Any other value is
   * judged by them.
   *
   * @param {Field} field @param {Control} [typing] whose type must not change just now
   */
  rule(field, typing) {
    const rules = this.module.fields?.[field.name]?.rules ?? {};
    const kept = this.find(field, "kept");
    if (!kept) return;
    field.bare ??= field.controls.map((control) => /** @type {Control} */ (control.cloneNode()));
    kept.hidden = !this.isPristine(field);
    for (const [index, control] of field.controls.entries()) {
      for (const name in rules) {
        const value = kept.hidden ? rules[name] : field.bare[index].getAttribute(name);
        if (name !== "type" || control !== typing) set(control, name, value ?? false);
      }
    }
  }

  /** Whether a field holds what the page came with: a copy does after a reset. @param {Field} field */
  isPristine({ name, controls }) {
    const form = make("form");
    for (const control of controls) {
      const copy = /** @type {Control} */ (control.cloneNode(true));
      copy.removeAttribute("form");
      if (!control.matches(":disabled")) form.append(copy);
    }
    form.reset();
    return textsOf(form)[name] === textsOf(this.element)[name];
  }

  /** A sentence behind the label of its field. @param {Field} field @param {string} text */
  said(field, text) {
    const label = this.find(field, "label") ?? field.controls[0].labels?.[0];
    return label ? `${label.textContent}: ${text}` : text;
  }

  /** @param {string[]} news */
  announce(news) {
    const many = news.length > 1 && this.text("marked").replace("{count}", String(news.length));
    if (news.length) this.news.textContent = many || news.join(" ");
  }
}

/** A name without the digest that it may end in. @param {string} name */
const bare = (name) => name.replace(/--.*/, "");

/** The question which value to keep belongs to the field in question. @param {Control} control */
const fieldName = (control) => bare(control.name).replace(/^resolve-/, "");

/** What a form would send, by field; of several values, one a line. @param {HTMLFormElement} form */
function textsOf(form) {
  /** @type {Texts} */
  const texts = {};
  for (const [key, value] of new FormData(form)) {
    const name = bare(key);
    if (/^(original|resolve|cas)-/.test(name)) continue;
    texts[name] = name in texts ? `${texts[name]}\n${value}` : String(value);
  }
  return texts;
}

/** What is no text counts as nothing. @param {any[]} said @returns {string[]} each only once */
const sentences = (said) => [...new Set(said)].filter((text) => text && typeof text === "string");

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T | string} tag @param {(string | Node)[]} content
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, ...content) {
  const element = document.createElement(tag);
  element.append(...content);
  return /** @type {any} */ (element);
}

/** @param {Element} element @param {string} name @param {string | false} value */
function set(element, name, value) {
  if (value === false) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

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
  document.addEventListener(type, listen, type === "invalid");
}

/** @param {(form: Form) => void} act */
function each(act) {
  for (const form of [...document.forms].map((element) => forms.get(element))) if (form) act(form);
}

scan();
new MutationObserver(scan).observe(document, { childList: true, subtree: true });
// Firefox restores a session after the page is shown, when nobody can have typed yet.
const isRestoring = (/** @type {Event} */ { isTrusted }) => isTrusted && navigator.userActivation?.hasBeenActive === false;
on("input", (form, control, event) => (isRestoring(event) ? form.show(false) : form.enter(control)));
on("change", (form, control) => form.leave(control));
on("focusout", (form, control) => form.leave(control));
on("submit", (form, _, event) => form.send(event));
on("reset", (form) => setTimeout(() => form.reset()));
on("invalid", (form, control, event) => {
  event.preventDefault();
  form.refuse(control);
});
addEventListener("pagehide", () => each((form) => form.stop()));
addEventListener("pageshow", ({ persisted }) => each((form) => form.show(persisted)));
if (document.readyState === "complete") each((form) => form.show(false));
