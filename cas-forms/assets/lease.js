/**
 * The lease of a form on the page: renewed while somebody works there, given back when nobody does.
 * The server decides. Here it is asked in time, and what it answers is said; nothing that was typed
 * is ever touched.
 *
 * @import { Form } from "./form.js"
 * @typedef {object} News
 * @property {string} state `mine`, `taken`, `free` or `unfenced`
 * @property {string} says what people read
 * @property {number} [seconds] how long, unless it is renewed
 * @property {string} [lease] what the form carries from now on
 */

import { append, elementsOf, getAttribute, make, prepend, set } from "./field.js";

/** What is asked again and again, by state. @type {Record<string, string>} */
const CALLS = { mine: "renew", unfenced: "lock", back: "lock", taken: "look", waits: "look" };
/** How often whoever waits looks, and who got no answer tries again, in milliseconds at most. */
const PACE = 5000;
/** How long before an idle lease ends it is said. */
const WARNING = 60_000;

export class Lease {
  /** Whether nothing has happened here for a while, and whether the server is out of reach. */
  idles = false;
  unsure = false;
  /** What the server said last. */
  says = "";
  /** Whether a question is on its way. */
  asking = false;
  /** When somebody last did something in the form. */
  active = performance.now();

  /** @param {Form} form */
  constructor(form) {
    this.form = form;
    const said = (/** @type {string} */ name) => getAttribute.call(form.element, `data-cas-${name}`);
    /** Not a number where nothing is said: no time left is a time. */
    const time = (/** @type {string} */ name) => Number(said(name) ?? NaN) * 1000;
    const left = time("left");
    this.url = said("lease") ?? "";
    this.state = said("holds") ?? "";
    this.ttl = time("ttl");
    this.idle = time("idle") || Infinity;
    /** Until when it is held for sure: counted from when the page was asked for. */
    this.end = isNaN(left) ? this.ttl : left;
    /** When to ask next: while two thirds are left, at once where nobody knows. */
    this.due = this.state === "mine" && left ? left - (this.ttl * 2) / 3 : 0;
    for (const type of ["input", "keydown", "pointerdown"]) {
      EventTarget.prototype.addEventListener.call(form.element, type, () => this.touch(type));
    }
    form.ready.then(() => this.state === "mine" && this.paint(false));
    // A hidden page's clock is slow: each time it is looked at what is due by now.
    setInterval(() => this.tick(), Math.min(1000, this.ttl / 10));
  }

  // What happens

  tick() {
    if (this.form.sending) return;
    const now = performance.now();
    if (this.state === "mine") {
      const rest = this.active + this.idle - now;
      if (rest <= 0) return this.rest();
      const idles = rest < Math.min(WARNING, this.idle / 2);
      if (idles !== this.idles) {
        this.idles = idles;
        this.paint(idles);
      }
    }
    if (CALLS[this.state] && now >= this.due) this.ask(CALLS[this.state]);
  }

  /** Somebody does something in the form. @param {string} [type] of event */
  touch(type) {
    this.active = performance.now();
    if (this.idles) this.tick();
    if (type === "input" && /^(rested|free)$/.test(this.state)) this.ask("lock");
  }

  /** Nobody did for too long. */
  rest() {
    this.idles = false;
    this.state = "rested";
    this.ask("release");
    this.carry("");
    this.paint();
  }

  /** The page is left; what it sends decides about the lease by itself. */
  leave() {
    if (this.form.sending || this.state !== "mine") return;
    navigator.sendBeacon(this.url, this.body("release"));
    this.state = "left";
    this.carry("");
  }

  /** Somebody comes back to the page, or the network does. */
  come() {
    this.due = 0;
    if (this.state === "left") this.state = "back";
    this.tick();
  }

  // What is asked

  /** @param {string} call */
  body(call) {
    const body = new URLSearchParams({ "cas-call": call });
    // What the application put into the form to know it by goes along.
    for (const { type, name, value } of elementsOf(this.form.element)) {
      const isOurs = /^(original|resolve|cas)-/.test(name) && name !== "cas-lease";
      if (type === "hidden" && !isOurs) body.append(name, value);
    }
    return body;
  }

  /** One question at a time. @param {string} call @returns {Promise<void>} */
  async ask(call) {
    if (this.form.sending || (this.asking && call !== "release")) return;
    const { state } = this;
    const sent = performance.now();
    const pace = Math.min(PACE, this.ttl / 10);
    this.due = sent + (call === "look" ? pace : this.ttl / 3);
    this.asking = true;
    /** @type {News | undefined} */
    let news;
    try {
      const signal = AbortSignal.timeout(this.ttl / 3);
      const body = this.body(call);
      const response = await fetch(this.url, { method: "POST", mode: "same-origin", body, signal });
      if (response.ok || response.status === 423) news = await response.json();
    } catch {
      // Then it is asked again.
    }
    this.asking = false;
    // Whatever happened meanwhile has had its consequences; the next page has its own lease.
    if (this.form.sending || state !== this.state || call === "release") return;
    if (news) return this.hear(news, sent);
    const now = performance.now();
    this.due = now + pace;
    if (state === "mine" && now > this.end && !this.unsure) {
      this.unsure = true;
      this.paint();
    }
  }

  /** @param {News} news @param {number} sent @returns {void | Promise<void>} */
  hear({ state, says, seconds = 0, lease }, sent) {
    const before = this.state;
    const isUntouched = !this.form.all().some((field) => field.touched);
    // Given up or taken over meanwhile, and free again: what others changed is compared on saving.
    if (before === "mine" && state === "free") return this.ask("lock");
    if (before === "waits" && isUntouched) {
      // An answer to a POST is not loaded anew without being sent again.
      if (state === "free") return location.replace(location.pathname + location.search);
      state = "waits";
    }
    this.state = state;
    this.says = says;
    if (state === "mine") this.end = sent + seconds * 1000;
    if (lease ?? state !== "mine") this.carry(lease ?? "");
    const isNews = state !== before || this.unsure;
    this.unsure = false;
    this.paint(isNews);
  }

  /** What the form is saved under from now on. @param {string} lease */
  carry(lease) {
    const { element } = this.form;
    let input = elementsOf(element).find(({ name }) => name === "cas-lease");
    if (!input) {
      input = make("input");
      set(input, "type", "hidden");
      set(input, "name", "cas-lease");
      append.call(element, input);
    }
    input.value = lease;
  }

  // What is shown

  /** @param {boolean} [isNews] whether it is read out as well */
  paint(isNews = true) {
    const { form, state, unsure, idles } = this;
    const id = `${getAttribute.call(form.element, "id")}-lease`;
    const own = unsure ? "leaseUnsure" : idles ? "leaseIdle" : "leaseOpen";
    const text = state === "mine" ? form.text(own) : state === "rested" ? form.text("leaseRested") : this.says;
    let notice = document.getElementById(id);
    if (!notice) {
      notice = make("div");
      notice.id = id;
      prepend.call(form.element, notice);
    }
    // There is one place from which things are read out.
    set(notice, "aria-live", "off");
    notice.className = `cas-lease cas-lease-${unsure || idles ? "ends" : state}`;
    notice.replaceChildren(text);
    if (idles && !unsure) {
      const keep = make("button", form.text("leaseKeep"));
      keep.type = "button";
      keep.addEventListener("click", () => this.touch());
      notice.append(" ", keep);
    }
    if (isNews) form.announce([text]);
  }
}
