/**
 * A form on the page: what happens to it, who is asked what is wrong with it, and what is shown.
 *
 * @import { Control, Texts } from "./field.js"
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

import { Field, append, bare, elementsOf, fieldName, getAttribute, make, own } from "./field.js";
import { prepend, querySelector, set, textsOf } from "./field.js";
import { Lease } from "./lease.js";

/** How long a form rests before it is judged, in milliseconds. */
const REST = 300;
/** After this an answer is not waited for any longer. */
const PATIENCE = 10_000;
/** What is said in forms that have no module, or whose module cannot be had. @type {Texts} */
const TEXTS = {
  nothing: "nothing",
  changedTo: "Somebody else changed this meanwhile to {now}.",
  restored: "Your browser brought this entry back from an earlier visit. Please check it.",
  marked: "{count} fields need your attention.",
  sending: "Saving ...",
  leaseOpen: "This is locked for you while you have it open.",
  leaseUnsure: "The server does not answer: this may not be locked for you any more. What you typed stays here.",
  leaseIdle: "Nothing has happened here for a while. Soon this will not be locked for you any more.",
  leaseKeep: "Keep it locked",
  leaseRested: "Nothing has happened here for a while, so this is not locked for you any more. Typing locks it again.",
};

/** A form that is looked after. */
export class Form {
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

  /** @param {HTMLFormElement} element */
  constructor(element) {
    this.element = element;
    // Inside the form: of a page behind a dialog nothing is read out.
    this.news = make("span");
    this.news.className = "cas-news";
    this.news.role = "status";
    append.call(element, this.news);
    for (const field of this.all()) {
      if (!field.target.ariaInvalid) continue;
      field.touched = field.settled = true;
      field.judged = field.find("errors")?.innerText.split("\n") ?? [];
    }
    /** When the form's own words and rules are there. */
    this.ready = this.equip();
    /** Whether it is locked, if it can be. */
    this.lease = getAttribute.call(element, "data-cas-lease") ? new Lease(this) : undefined;
  }

  /** Gets the form's own module. */
  async equip() {
    const url = getAttribute.call(this.element, "data-cas-module");
    if (!url) return;
    try {
      this.module = (await import(new URL(url, document.baseURI).href)).default;
      if (this.all().some((field) => field.newer)) this.rest();
    } catch (error) {
      console.error(error);
    }
  }

  /** @param {Field} field */
  rules({ name }) {
    return own(this.module.fields, name)?.rules;
  }

  /** @param {string} key */
  text(key) {
    return this.module.texts?.[key] || TEXTS[key];
  }

  /** Every field. */
  all() {
    for (const field of this.fields.values()) field.controls = [];
    for (const control of elementsOf(this.element)) {
      if (!control.name || !/^(INPUT|SELECT|TEXTAREA)$/.test(control.tagName)) continue;
      if (/^(hidden|submit|button|image|reset)$/.test(control.type)) continue;
      const name = fieldName(control);
      const field = this.fields.get(name) ?? new Field(this.element, name);
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
    field.note("restored");
    field.rule(this.rules(field), control);
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
    field.rule(this.rules(field));
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
    const said = (/** @type {string} */ name) =>
      event.submitter?.getAttribute(`form${name}`) ?? getAttribute.call(this.element, name);
    const isHere = /^(_self)?$/i.test(said("target") ?? "") && !/^dialog$/i.test(said("method") ?? "");
    this.sending = isHere;
    // Whoever hears of it after us may yet prevent it, and send the form in another way.
    setTimeout(() => {
      if (event.defaultPrevented) return this.wait(false);
      this.stop();
      if (isHere) this.wait(true);
    });
  }

  /** @param {boolean} sending whether the next page is on its way; nobody knows for how long */
  wait(sending) {
    this.sending = sending;
    set(this.element, "aria-busy", sending && "true");
    if (sending) this.announce([this.text("sending")]);
  }

  /** The page is shown. @param {boolean} kept as it was left, or anew with what came back */
  async show(kept) {
    this.wait(false);
    const old = kept ? [] : this.all().filter((field) => !field.isPristine());
    await this.ready;
    const text = this.text("restored");
    for (const field of old) {
      field.touched = field.settled = true;
      field.note("restored", "small", [text]);
      field.rule(this.rules(field));
    }
    this.announce(old.map((field) => field.said(text)));
    if (kept || old.length) this.rest();
  }

  /** All entries are taken back. */
  reset() {
    this.stop();
    for (const field of this.all()) {
      field.note("restored");
      field.rule(this.rules(field));
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
        ? own(fields, field.name)?.script?.(texts[field.name] ?? "", texts, field.controls[0])
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
    const url = getAttribute.call(this.element, "data-cas-check");
    this.again = !!this.question;
    if (!url || this.sending || this.question) return;
    const question = (this.question = new AbortController());
    const patience = setTimeout(() => question.abort(), PATIENCE);
    for (const field of this.all()) field.newer = false;
    try {
      const body = new URLSearchParams(/** @type {any} */ (new FormData(this.element)));
      const { signal } = question;
      const response = await fetch(url, { method: "POST", mode: "same-origin", body, signal });
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
    const [before, after = ""] = this.text("changedTo").split("{now}");
    const news = [];
    for (const field of this.all()) {
      // Of what was edited since, more will be heard. What a control cannot hold stands in its error.
      const isHeld = field.newer || field.find("errors")?.querySelector("q");
      if (!isHeld) field.judged = own(errors, field.name) ?? [];
      const change = own(changes, field.name);
      const value = change?.now ? make("q", change.now) : make("em", this.text("nothing"));
      const asked = field.box?.querySelector(".cas-theirs :is(q, em)")?.textContent;
      const nodes = change && value.textContent !== asked ? [before, value, after] : undefined;
      if (field.note("now", "span", nodes)) {
        news.push(field.said(before + value.textContent + after));
      }
    }
    this.judged = form ?? [];
    this.paint(news);
  }

  // What is shown

  /** What is wrong with a field. @param {Field} field @returns {string[]} */
  problems({ name, controls, scripted, judged }) {
    const messages = own(this.module.fields, name)?.messages ?? {};
    for (const control of controls.filter((control) => control.willValidate)) {
      // What is there and cannot be read is not said to be missing.
      const flaws = /** @type {(keyof ValidityState)[]} */ (["badInput", ...Object.keys(messages)]);
      const flaw = flaws.find((flaw) => control.validity[flaw]) ?? "valid";
      const own = bare(control.name) === name ? messages[flaw] : this.module.texts?.unanswered;
      if (!control.validity.valid) return [own ?? control.validationMessage];
    }
    return sentences([scripted, own(this.scripted, name), ...judged]);
  }

  /** Shows what is wrong, where it may be shown, and says what is new. @param {string[]} [news] */
  paint(news = []) {
    const { scripted } = this;
    // One text is not by field.
    const others = { ...(typeof scripted === "string" ? [scripted] : Object(scripted)) };
    for (const field of this.all()) {
      delete others[field.name];
      const problems = field.settled ? this.problems(field) : [];
      const nodes = problems.flatMap((text) => [make("br"), text]).slice(1);
      if (field.note("errors", "strong", problems.length ? nodes : undefined)) {
        news.push(field.said(problems.join(" ")));
      }
    }
    this.announce(news);
    // What is wrong with the form as a whole stands at its top.
    const items = sentences([...this.judged, ...Object.values(others)]).map((text) => make("li", text));
    const summary = make("div", make("ul", ...items));
    const old = querySelector.call(this.element, ":scope > .cas-summary-now");
    if ((old?.textContent ?? "") === summary.textContent) return;
    old?.remove();
    summary.className = "cas-summary cas-summary-now";
    summary.role = "alert";
    if (items.length) prepend.call(this.element, summary);
  }

  /** @param {string[]} news */
  announce(news) {
    const many = news.length > 1 && this.text("marked").replace("{count}", String(news.length));
    if (news.length) this.news.textContent = many || news.join(" ");
  }
}

/** What is no text counts as nothing. @param {any[]} said @returns {string[]} each only once */
const sentences = (said) => [...new Set(said)].filter((text) => text && typeof text === "string");
