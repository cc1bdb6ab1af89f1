/* While a new record is typed: what it may repeat, before anybody writes it all. The page before
   sending says the same without this file. Only the fields named in data-telling leave the page,
   in the body of a POST that is neither kept nor logged; what is written freely stays here. */

const WAIT = 600; // milliseconds without a letter

const form = document.querySelector("form[data-similar]");
const telling = new Set(form?.dataset.telling.split(" "));
const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
let timer = null;
let asked = null;
let last = "";
let shown = null;

function isTelling(name) {
  return telling.has(name.split("-").pop());
}

function typed() {
  const fields = [...new FormData(form)].filter(([name, value]) => isTelling(name) && typeof value === "string" && value.trim());
  return new URLSearchParams(fields);
}

/* The answer is parsed by the browser as a document of its own: no text becomes HTML here. */
function ask(control) {
  const body = typed();
  if (body.toString() === last) return;
  last = body.toString();
  asked?.abort();
  asked = new XMLHttpRequest();
  asked.open("POST", form.dataset.similar);
  asked.responseType = "document";
  asked.onload = ({ target }) => {
    if (target.status === 200) show(target.response?.querySelector(".similar"), control);
  };
  asked.send(body); // where this fails, the page before sending compares
}

/* Under the field that was typed last, and there it stays while it says the same. */
function show(found, control) {
  const same = found && shown?.textContent === found.textContent;
  if (same) return;
  shown?.remove();
  shown = found;
  said.textContent = "";
  if (!found) return;
  (control.closest(".field") ?? control).after(found);
  said.textContent = `${found.querySelector("#similar").textContent} (${found.querySelectorAll("li").length})`;
}

function wait(event, milliseconds) {
  const control = event.target;
  if (!control.name || !isTelling(control.name)) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(control), milliseconds);
}

if (form) {
  form.after(said);
  form.addEventListener("input", (event) => wait(event, WAIT));
  form.addEventListener("change", (event) => wait(event, 0));
}
