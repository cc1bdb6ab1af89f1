/* A warning before a page is left on which something was typed and not sent.

   Nothing is copied: what is typed stays in the page and in the browser's own memory of it. A
   draft in localStorage would outlive the visit on the disk of a computer that may be shared or
   seized, and Firefox and Chromium write sessionStorage there too, to restore tabs after a crash.
   Who contributed is what the register protects first, so a crash loses the text and the machine
   keeps no trace of it. */

const forms = [...document.querySelectorAll("form[data-unsaved]")];
// Text that came back with errors, or waits on the page before sending, is not sent either.
let unsaved = forms.some((form) => form.dataset.unsaved === "typed");

function warn(event) {
  event.preventDefault();
}

/* Listening only while there is something to lose: a page that nobody typed on may be kept
   whole for the Back button. */
function listen() {
  if (unsaved) window.addEventListener("beforeunload", warn);
  else window.removeEventListener("beforeunload", warn);
}

for (const form of forms) {
  form.addEventListener("input", () => {
    unsaved = true;
    listen();
  });
  form.addEventListener("submit", () => {
    unsaved = false;
    listen();
  });
}
listen();
