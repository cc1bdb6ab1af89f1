/* Names completed while they are typed (the combobox of the ARIA practices). Without this file a
   field reads the same names, codes and postcodes once it is sent.

   data-complete="place vendor"  the kinds of record that the field names
   data-complete-as              what choosing does: "line" (default) writes the record in the
                                 field, or in its line where it takes several; "tag" writes its
                                 name between commas; "page" opens it; "box", on the values of a
                                 filter, adds a field there that ticks one more */

const WAIT = 150; // milliseconds without a letter before names are asked for
const SHORTEST = 2;
const LONGEST = 60; // what is longer is a text, and stays in the page

const { completions } = document.querySelector("script[data-completions]").dataset;
const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
document.body.append(said);
let count = 0;

function make(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

class Completing {
  constructor(input, kinds, choose, parting) {
    Object.assign(this, { input, kinds, choose, parting, found: [], chosen: -1 });
    this.list = make("ul", { className: "completions", id: `completions-${count++}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels[0]?.firstChild.textContent.trim() ?? "");
    input.after(this.list);
    input.autocomplete = "off";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    // A text of several lines cannot be a combobox: it tells the same by what is said aloud.
    if (input.localName === "input") input.setAttribute("role", "combobox");
    input.addEventListener("input", (event) => this.wait(event));
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    this.list.addEventListener("click", (event) => this.take([...this.list.children].indexOf(event.target.closest("li"))));
    this.close();
  }

  /* Where the name being typed begins and ends: one line, or what stands between two commas. */
  get span() {
    const { value, selectionStart } = this.input;
    if (!this.parting) return [0, value.length];
    const before = value.slice(0, selectionStart);
    const after = value.slice(selectionStart).search(this.parting);
    const start = Math.max(...[...before.matchAll(new RegExp(this.parting, "g"))].map((m) => m.index + 1), 0);
    return [start, after < 0 ? value.length : selectionStart + after];
  }

  get typed() {
    return this.input.value.slice(...this.span).trim();
  }

  write(text, last) {
    const [start, end] = this.span;
    const space = this.parting && !this.parting.test("\n") && start ? " " : "";
    this.input.setRangeText(`${space}${text}${end === this.input.value.length ? last : ""}`, start, end, "end");
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  wait(event) {
    clearTimeout(this.timer);
    this.asked?.abort();
    const { length } = this.typed;
    if (event.isComposing || length < SHORTEST || length > LONGEST || this.typed.endsWith("]")) this.close();
    else this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asked = new AbortController();
    const address = `${completions}${this.kinds}/?${new URLSearchParams({ q: this.typed })}`;
    try {
      const answer = await fetch(address, { signal: this.asked.signal, credentials: "omit" });
      if (answer.ok) this.show(await answer.json());
    } catch {
      this.close(); // offline, or one more letter was typed: what is typed is read when it is sent
    }
  }

  show(answer) {
    if (document.activeElement !== this.input) return;
    this.found = answer.found;
    this.list.replaceChildren(...this.found.map(({ title, note }, n) => {
      const option = make("li", { id: `${this.list.id}-${n}` }, make("span", { textContent: title }), " ", make("small", { textContent: note }));
      option.setAttribute("role", "option");
      return option;
    }));
    this.list.style.width = `${this.input.offsetWidth}px`;
    this.open(this.found.length > 0);
    this.list.scrollIntoView({ block: "nearest" });
    said.textContent = answer.said;
  }

  open(is) {
    this.list.hidden = !is;
    if (this.input.localName === "input") this.input.setAttribute("aria-expanded", String(is));
    this.mark(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.found = [];
    this.open(false);
    said.textContent = "";
  }

  mark(n) {
    this.chosen = n;
    [...this.list.children].forEach((option, m) => option.setAttribute("aria-selected", String(m === n)));
    if (n < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.list.children[n].id);
    this.list.children[n]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) {
      const places = this.found.length + 1; // one is the field itself
      this.mark(((this.chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      this.take(this.chosen);
    } else {
      return;
    }
    event.preventDefault();
  }

  take(n) {
    const one = this.found[n];
    if (!one) return;
    this.close();
    this.choose(this, one);
  }
}

const AS = {
  line: (completing, { token }) => completing.write(token, ""),
  tag: (completing, { title }) => completing.write(title, ", "),
  page: (_completing, { url }) => location.assign(url),
  box: (completing, one) => tick(completing.input, one),
};

/* One more value of a filter, ticked; the form then says what it finds. */
function tick(input, { slug, title }) {
  const values = input.closest("fieldset");
  const { name } = values.dataset;
  const known = [...values.querySelectorAll("input[type=checkbox]")].find((box) => box.value === slug);
  const box = known ?? make("input", { type: "checkbox", name, value: slug });
  if (!known) input.parentNode.before(make("label", { className: "facet" }, box, " ", make("span", { textContent: title })));
  input.value = "";
  box.checked = true;
  box.focus();
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

/* The field that a long list of values gets, to find one that is not among them. */
function field(values) {
  const input = make("input", { type: "text", id: `find-${values.dataset.name}` });
  const label = make("label", { htmlFor: input.id, textContent: values.dataset.find });
  values.append(make("div", { className: "facet-find" }, label, input));
  return input;
}

function begin(element) {
  const as = element.dataset.completeAs ?? "line";
  const kinds = element.dataset.complete.trim().split(/\s+/).join("+");
  const input = as === "box" ? field(element) : element;
  const parting = as === "tag" ? /,/ : input.localName === "textarea" ? /[\n;]/ : null;
  new Completing(input, kinds, AS[as], parting);
  element.removeAttribute("data-complete"); // once
}

function beginAll() {
  document.querySelectorAll("[data-complete]:not([data-complete=''])").forEach(begin);
}

beginAll();
document.addEventListener("swapped", beginAll); // fields that came with facets.js
