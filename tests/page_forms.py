"""Reading the forms of a page as a browser without JavaScript does."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects what a browser would send for every control of a page."""

    def __init__(self):
        super().__init__()
        self.data, self._select, self._area, self._first = {}, "", "", True

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name", "")
        if tag == "input" and name:
            self._input(name, attrs)
        elif tag == "select":
            self._select, self._first = name, True
        elif tag == "option" and self._select:
            if self._first or "selected" in attrs:
                self.data[self._select] = [attrs.get("value", "")]
            self._first = False
        elif tag == "textarea":
            self._area, self.data[name] = name, [""]

    def _input(self, name, attrs):
        if attrs.get("type") in ("checkbox", "radio"):
            if "checked" in attrs:
                self.data.setdefault(name, []).append(attrs.get("value", "on"))
        else:
            self.data.setdefault(name, []).append(attrs.get("value", ""))

    def handle_data(self, text):
        if self._area:
            self.data[self._area][0] += text

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.data[self._area][0] = self.data[self._area][0].removeprefix("\n")
            self._area = ""
        if tag == "select":
            self._select = ""


def controls(response) -> dict[str, list[str]]:
    """{name: values} of every control of the page, as they stand."""
    return controls_of(response.content.decode())


def controls_of(page: str) -> dict[str, list[str]]:
    """{name: values} of every control of a page given as text."""
    parser = _Form()
    parser.feed(page)
    return parser.data
