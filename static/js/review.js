/* Moderating by keyboard, and the review kept while it is written. Without this file every
   button and field does the same by hand. Keys are those that the page names in data-key;
   they can be switched off (WCAG 2.1.4), and are asleep while one writes. */

const OFF = "keys-off";
const KEEP_EVERY = 20_000; // milliseconds

const form = document.querySelector("form.review");
let choosing = null; // the button whose reason is being chosen

function isWriting(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null;
}

function areOff() {
  return localStorage.getItem(OFF) === "1";
}

/* The keys of this page with their switch, and the list of all of them, which "?" opens. */
function showKeys() {
  const template = document.querySelector("#keys");
  if (!template) return;
  const keys = template.content.cloneNode(true);
  const [box, list] = [keys.querySelector("input"), keys.querySelector("dialog")];
  box.checked = !areOff();
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
  keys.querySelector("[data-key]").addEventListener("click", () => list.showModal());
  list.querySelector("button").addEventListener("click", () => list.close());
  template.replaceWith(keys);
}

showKeys();
const buttons = new Map([...document.querySelectorAll("[data-key]")].map((b) => [b.dataset.key, b]));

/* The reasons of one decision, in the order of the list. */
function reasonsOf(button) {
  const select = form?.elements.chosen;
  const group = select && [...select.querySelectorAll("optgroup")].find((g) => g.label === button.dataset.group);
  return group ? [...group.children] : [];
}

function say(text) {
  let line = document.querySelector("#keys-say");
  if (!line) {
    line = document.createElement("p");
    line.id = "keys-say";
    line.className = "notice";
    line.setAttribute("role", "status");
    form.querySelector("#decide").closest("section").append(line);
  }
  line.textContent = text;
  line.scrollIntoView({ block: "nearest" });
}

function send(button) {
  leaving = true;
  form.requestSubmit(button);
}

/* A digit after R, Q, D or S takes a reason of the list and sends. */
function chooseReason(digit) {
  const reason = reasonsOf(choosing)[digit - 1];
  if (!reason) return;
  form.elements.chosen.value = reason.value;
  send(choosing);
}

function press(button) {
  const reasons = form && form.contains(button) ? reasonsOf(button) : [];
  const written = form?.elements.reason?.value.trim();
  if (reasons.length && button.dataset.group && !written && ["ask", "refuse"].includes(button.value)) {
    choosing = button;
    say(reasons.slice(0, 9).map((reason, n) => `${n + 1} ${reason.text}`).join(" · "));
  } else if (form && form.contains(button) && button.type === "submit") {
    send(button);
  } else {
    button.click();
  }
}

/* A digit with no decision begun picks, in the order of the page: the record that stands for a
   new one, what to do with a field that changed, what to look at before publishing. */
function tick(digit) {
  const boxes = form.querySelectorAll(
    ".existing input:not([value='']), .clash .decision input, .checks input",
  );
  boxes[digit - 1]?.click();
}

document.addEventListener("keydown", (event) => {
  if (areOff() || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
  if (document.querySelector("dialog[open]")) return; // Escape closes it, by the browser's own doing
  if (event.key === "Escape") {
    choosing = null;
    document.querySelector("#keys-say")?.remove();
  } else if (/^[1-9]$/.test(event.key) && form) {
    if (choosing) chooseReason(Number(event.key));
    else tick(Number(event.key));
  } else if (buttons.has(event.key.toLowerCase())) {
    event.preventDefault();
    press(buttons.get(event.key.toLowerCase()));
  }
});

/* The review is kept on the server while it is written: an ended session loses nothing. */
let changed = false;
let leaving = false;
form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("submit", () => { leaving = true; });

async function keep() {
  const button = form?.querySelector("[value=keep]");
  if (!button || !changed || leaving) return;
  const body = new FormData(form);
  body.set("action", "keep");
  body.set("quiet", "1");
  changed = false; // what is typed while this is under way is kept the next time
  try {
    const answer = await fetch(location.href, { method: "POST", body });
    changed = changed || !answer.ok;
  } catch {
    changed = true; // offline: the text is still in the page, and is tried again
  }
}
setInterval(keep, KEEP_EVERY);
document.addEventListener("visibilitychange", keep);
