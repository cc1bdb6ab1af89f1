/* Filters, orders and pages of a list changed in place: the page at the new address is read, and
   what it says is put into this one. Without this file, or when the network fails, the form and
   the links load that page. What is swapped carries data-swap, with the same name in both pages. */

const form = document.querySelector("form.facets");
const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
document.body.append(said);
let asked = null;

/* A document parsed by the browser itself: no text becomes HTML here, and no script in it runs. */
function read(address) {
  asked?.abort();
  asked = new XMLHttpRequest();
  const request = asked;
  return new Promise((resolve, reject) => {
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject(new Error(request.status)));
    request.onerror = () => reject(new Error("offline"));
    request.onabort = () => {}; // another address was asked for: that one goes on
    request.send();
  });
}

function parts(page) {
  return new Map([...page.querySelectorAll("[data-swap]")].map((part) => [part.dataset.swap, part]));
}

/* The box that has the focus and the lists that are unfolded, to be found again in what comes. */
function held() {
  const { activeElement: node } = document;
  const folds = [...form.querySelectorAll("details")].filter((fold) => fold.open).map(titleOf);
  return { name: node.name, value: node.value, top: node.getBoundingClientRect().top, folds };
}

/* A fold holds a whole filter, or the further values of one. */
function titleOf(fold) {
  const within = fold.closest("fieldset");
  return `${within ? "more of " : ""}${(within ?? fold).querySelector("legend").textContent}`;
}

/* Boxes keep the focus and their place on the screen; after a link, reading begins at the list. */
function hold(before) {
  for (const fold of form.querySelectorAll("details")) fold.open ||= before.folds.includes(titleOf(fold));
  const box = before.name && [...form.elements].find((one) => one.name === before.name && one.value === before.value);
  if (box) {
    box.focus({ preventScroll: true });
    scrollBy(0, box.getBoundingClientRect().top - before.top);
  } else {
    document.querySelector("main").focus({ preventScroll: true });
  }
}

function swap(page) {
  const there = parts(page);
  for (const [name, part] of parts(document)) part.replaceChildren(...there.get(name).childNodes);
  document.title = page.title;
  const links = "link[rel=canonical], link[rel=alternate]";
  document.querySelectorAll(links).forEach((link) => link.remove());
  document.head.append(...page.querySelectorAll(links));
  const other = page.querySelector("a[hreflang]"); // this page in the other language
  document.querySelectorAll("a[hreflang]").forEach((link) => { link.href = other.getAttribute("href"); });
  document.dispatchEvent(new Event("swapped"));
}

/* The sentence of the filters and the number found, without the crosses that remove filters. */
function say() {
  const sentence = document.querySelector("h1").cloneNode(true);
  sentence.querySelectorAll(".drop").forEach((cross) => cross.remove());
  said.textContent = sentence.textContent;
}

let turns = 0;

/* `move` says what becomes of the list of pages behind the Back button, and where the eye is. */
async function go(address, move) {
  const turn = ++turns;
  const before = held();
  const records = document.querySelector("[data-swap=records]");
  records.setAttribute("aria-busy", "true");
  try {
    const page = await read(address);
    if (turn !== turns) return; // something else was asked for meanwhile
    if (parts(page).size !== parts(document).size) throw new Error("another page");
    move?.();
    swap(page);
    hold(before);
    say();
    records.removeAttribute("aria-busy");
  } catch {
    if (turn === turns) location.assign(address);
  }
}

function forward(address, scroll) {
  history.replaceState({ scroll: scrollY }, "");
  history.pushState({}, "", address);
  if (scroll) document.querySelector("h1").scrollIntoView({ block: "nearest" });
}

function filtered() {
  const chosen = new URLSearchParams(new FormData(form)).toString();
  const address = chosen ? `?${chosen}` : location.pathname;
  go(address, () => forward(address, false));
}

/* True for a plain click on a link to this list with other filters, order or page. */
function isOfThisList(link, event) {
  const is = link && link.pathname === location.pathname && link.search !== location.search && !link.hash;
  return is && link.closest("[data-swap]") && event.button === 0
    && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

if (form) {
  form.addEventListener("change", (event) => { if (event.target.name) filtered(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filtered();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!isOfThisList(link, event)) return;
    event.preventDefault();
    go(link.href, () => forward(link.href, true));
  });
  window.addEventListener("popstate", ({ state }) => {
    if (state) go(location.href, null).then(() => scrollTo(0, state.scroll ?? 0));
  });
}
