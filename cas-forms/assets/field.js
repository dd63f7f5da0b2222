/**
 * A field of a form on the page: its controls, what they hold, and the notes beside them. The notes
 * are those that the server renders, with the same ids and classes.
 *
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control
 * @typedef {Record<string, string>} Texts
 */

/** The methods of a form's element are called as these: a control of the same name would hide them. */
export const { append, getAttribute, prepend, querySelector, removeAttribute, setAttribute } =
  Element.prototype;

/** What is known about a field. */
export class Field {
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

  /** @param {HTMLFormElement} form @param {string} name */
  constructor(form, name) {
    this.form = form;
    this.name = name;
  }

  /** The control, or the group of controls, that its notes belong to. */
  get target() {
    const [control] = this.controls;
    return control.closest(`#${CSS.escape(`id_${this.name}`)}`) ?? control;
  }

  /** What surrounds the control and its notes, if anything does. */
  get box() {
    return this.target.closest(".cas-field");
  }

  /** @param {string} kind of a note @returns {HTMLElement | null | undefined} */
  find(kind) {
    const id = `#${CSS.escape(`id_${this.name}-${kind}`)}`;
    const found = querySelector.call(this.form, id) ?? this.box?.querySelector(id);
    return /** @type {HTMLElement | null | undefined} */ (found);
  }

  /**
   * Puts a note beside the field, or takes it away.
   *
   * @param {string} kind @param {string} [tag] @param {(string | Node)[]} [nodes]
   * @returns {boolean} whether it says anything new
   */
  note(kind, tag = "", nodes) {
    const { target, box } = this;
    const id = `id_${this.name}-${kind}`;
    const described = new Set(target.getAttribute("aria-describedby")?.split(" "));
    let note = this.find(kind);
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
   * A stored value that breaks a rule came without the rules, so that it may stay. Any other value is
   * judged by them.
   *
   * @param {Texts} [rules] as attributes @param {Control} [typing] its type must not change just now
   */
  rule(rules = {}, typing) {
    const kept = this.find("kept");
    if (!kept) return;
    this.bare ??= this.controls.map((control) => copyOf(control));
    kept.hidden = !this.isPristine();
    for (const [index, control] of this.controls.entries()) {
      for (const name in rules) {
        const value = kept.hidden ? rules[name] : this.bare[index].getAttribute(name);
        if (name !== "type" || control !== typing) set(control, name, value ?? false);
      }
    }
  }

  /** Whether it holds what the page came with: a copy does after a reset. */
  isPristine() {
    const form = make("form");
    form.append(...this.controls.filter((control) => !control.matches(":disabled")).map(copyOf));
    HTMLFormElement.prototype.reset.call(form);
    return textsOf(form)[this.name] === textsOf(this.form)[this.name];
  }

  /** A sentence behind the label. @param {string} text */
  said(text) {
    const label = this.find("label") ?? this.controls[0].labels?.[0];
    return label ? `${label.textContent}: ${text}` : text;
  }
}

/** @param {Control} control */
function copyOf(control) {
  const copy = /** @type {Control} */ (control.cloneNode(true));
  copy.removeAttribute("form");
  return copy;
}

/**
 * Everything that belongs to a form, fields and more.
 *
 * @param {HTMLFormElement} form
 * @returns {Control[]}
 */
export function elementsOf(form) {
  const all = Reflect.get(HTMLFormElement.prototype, "elements", form);
  return /** @type {any} */ ([...all]);
}

/** A name without the digest that it may end in. @param {string} name */
export const bare = (name) => name.replace(/--.*/, "");

/** The question which value to keep belongs to the field in question. @param {Control} control */
export const fieldName = (control) => bare(control.name).replace(/^(resolve|cas-offset)-/, "");

/** What a form would send, by field; of several values, one a line. @param {HTMLFormElement} form */
export function textsOf(form) {
  /** @type {Texts} */
  const texts = Object.create(null);
  for (const [key, value] of new FormData(form)) {
    const name = bare(key);
    if (/^(original|resolve|cas)-/.test(name)) continue;
    texts[name] = name in texts ? `${texts[name]}\n${value}` : String(value);
  }
  return texts;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T | string} tag @param {(string | Node)[]} content
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, ...content) {
  const element = document.createElement(tag);
  element.append(...content);
  return /** @type {any} */ (element);
}

/** @param {Element} element @param {string} name @param {string | false} value */
export function set(element, name, value) {
  if (value === false) removeAttribute.call(element, name);
  else setAttribute.call(element, name, value);
}

/**
 * What an object holds under the name of a field, which may be `constructor`.
 *
 * @template T @param {Record<string, T> | undefined} object @param {string} name
 */
export const own = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined);
