"""A browser that shows the answers of the test client, and says what in them could run.

`Reader(chromium, client)` opens two windows, one with the content policy of the site and one that
does without. `reader.look(path)` gives what ran or could run there, as lines; nothing is right.
Bytes and headers are those of the site; no server runs, so nothing needs real transactions.
"""

from django.contrib.staticfiles import finders
from playwright.sync_api import Error

from tests.hostile_text import WEIGHED

ORIGIN = "http://localhost"
# Where what could run is looked for: the page, its templates, and what it becomes read once more.
SCAN = """
again => {
  const found = [];
  const runs = /^(javascript|vbscript|livescript|data|blob|feed|view-source|file):/i;
  const never = "iframe,frame,object,embed,applet,base,style,portal,foreignObject,animate,set," +
    "meta[http-equiv],[style],[srcdoc],[ping]";
  const named = ["href", "src", "action", "formaction", "data", "poster", "background",
    "xlink:href"];
  const own = address => address.startsWith(location.origin + "/");
  const look = (root, where) => {
    for (const node of root.querySelectorAll(never)) found.push(where + node.outerHTML);
    for (const node of root.querySelectorAll("*")) {
      const local = node.localName.toLowerCase();
      if (node instanceof HTMLTemplateElement) look(node.content, where + "template ");
      if (local.includes("zq")) found.push(where + node.outerHTML);
      if (local === "script" && !/^\\/static\\//.test(node.getAttribute("src") ?? ""))
        found.push(where + node.outerHTML);
      for (const { name, value } of node.attributes) {
        if (/^on/i.test(name) || name.includes("zq")) found.push(where + node.outerHTML);
        const address = value.replace(/[\\u0000-\\u0020]/g, "");
        // A picture that is looked at before it is public stands inside the page.
        const shown = local === "img" && /^data:image\\/(png|jpeg|webp);base64,/.test(address);
        const leads = named.includes(name.toLowerCase()) && address && !shown;
        if (leads && runs.test(address)) found.push(where + node.outerHTML);
        if (leads && local !== "a" && /^[\\\\/]{2}|^https?:/i.test(address) && !own(address))
          found.push(where + node.outerHTML);
      }
    }
  };
  const xml = document.querySelector("#webkit-xml-viewer-source-xml"); // how Chromium shows XML
  look(xml ?? document, "");
  if (again && document.body && !xml) {
    const parsed = new DOMParser().parseFromString(document.documentElement.outerHTML, "text/html");
    look(parsed, "read again: ");
  }
  return [found.map(text => text.slice(0, 200)), document.documentElement.textContent];
}
"""


class Reader:
    """Somebody who reads what the client gets, with the content policy and without."""

    def __init__(self, chromium, client):
        client.defaults["SERVER_NAME"] = "localhost"
        self.client, self.given, self.seen, self.pages = client, {}, [], 0
        self.windows = [self._window(chromium, bypassed) for bypassed in (False, True)]

    def close(self) -> None:
        """Close both windows."""
        for page, _bypassed in self.windows:
            page.context.close()

    def look(self, path: str, response=None, *, both: bool = True) -> list[str]:
        """What ran or could run at an address, or in a response that is shown there."""
        self.given = {path: response or self.client.get(path, follow=True)}
        found = []
        for page, bypassed in self.windows:
            if both or bypassed:
                found += [f"{path}: {line}" for line in self._open(page, path, bypassed)]
        return found

    def _open(self, page, path: str, bypassed: bool) -> list[str]:
        self.seen = []
        self.pages += 1
        try:
            page.goto(ORIGIN + path, wait_until="load")
        except Error as error:
            # A file to keep is no page; the browser leaves the window as it was.
            return [] if "ERR_ABORTED" in str(error) or "Download" in str(error) else [str(error)]
        could_run, text = page.evaluate(SCAN, bypassed)
        weighed = ["a template was weighed"] if WEIGHED in text else []
        return self.seen + could_run + weighed

    def _window(self, chromium, bypassed: bool):
        context = chromium.new_context(bypass_csp=bypassed, base_url=ORIGIN)
        context.set_default_timeout(20_000)
        context.expose_function("zq", lambda *_given: self.seen.append("ran"))
        context.route("**/*", self._answer)
        page = context.new_page()
        page.on("dialog", lambda dialog: (self.seen.append("dialog"), dialog.dismiss()))
        page.on("popup", lambda _popup: self.seen.append("another window"))
        return page, bypassed

    def _answer(self, route) -> None:
        address = route.request.url
        if not address.startswith(f"{ORIGIN}/"):
            self.seen.append(f"asked {address}")
            return route.abort()
        path = address.removeprefix(ORIGIN)
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/").partition("?")[0])
            return route.fulfill(path=file) if file else route.abort()
        main = route.request.is_navigation_request() and self.given
        response = next(iter(self.given.values())) if main else self.client.get(path)
        body = b"".join(response) if response.streaming else response.content
        if response.streaming:
            response.streaming_content = [body]
        return route.fulfill(status=response.status_code, headers=dict(response.headers), body=body)
