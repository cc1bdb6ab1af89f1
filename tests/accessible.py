"""What a program can tell of accessibility: axe-core, then RGAA 4.1 where axe says nothing.

`by_theme(page)` lists what is wrong with the page that stands open; `check(page)` wants nothing.
The browser window is opened with `bypass_csp=True`, for the policy of the site lets no script in.
"""

from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BESIDE_AXE = Path(__file__).with_name("accessible.js").read_text()
EDGES = Path(__file__).with_name("contrast.js").read_text()
AS_IS = "/* no rule */"
LOOSE = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""  # WCAG 1.4.12
WIDTH = "document.documentElement.scrollWidth"
# The key facts of that page are shown without the sources that their numbers lead to.
KNOWN = {"/about/style/": 'anchor leads nowhere: <a class="src"'}


def check(page) -> None:
    """Nothing is wrong in either theme, at any width, and the page says its language."""
    found = [fault for faults in by_theme(page).values() for fault in faults]
    assert found == [], "\n".join([page.url, *found])


def by_theme(page) -> dict[str, list[str]]:
    """What is wrong with the page: all of it in light, in the dark what hangs on colours."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.add_script_tag(content=AXE)
    found = {"light": _axe(page, {"type": "tag", "values": STANDARD}) + page.evaluate(EDGES)}
    found["light"] += [fault for fault in page.evaluate(BESIDE_AXE) if not _is_known(page, fault)]
    found["light"] += _language(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 800})
    rules = {"type": "rule", "values": ["color-contrast", "target-size"]}
    found["dark"] = _axe(page, rules) + page.evaluate(EDGES)
    page.emulate_media(color_scheme="light")
    found["light"] += _too_wide(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def _axe(page, rules: dict) -> list[str]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(options)", options)
    return [
        f"axe {violation['id']}: {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def _is_known(page, fault: str) -> bool:
    return any(path in page.url and fault.startswith(known) for path, known in KNOWN.items())


def _language(page) -> list[str]:
    said, wanted = page.evaluate("document.documentElement.lang"), _wanted(page.url)
    return [] if said == wanted else [f"8.4 language: {said}"]


def _wanted(url: str) -> str:
    return "en" if "/en/" in url else "fr"


def _too_wide(page) -> list[str]:
    """Where the page scrolls sideways: a screen of 1280 enlarged to 200 %, then to 400 %."""
    found = []
    for width, css in ((640, AS_IS), (640, LOOSE), (320, AS_IS)):
        page.set_viewport_size({"width": width, "height": 800})
        style = page.add_style_tag(content=css)
        if (wide := page.evaluate(WIDTH)) > width:
            found.append(f"10.11 {wide} wide on {width}, {'apart' if css == LOOSE else 'as it is'}")
        style.evaluate("style => style.remove()")
    return found
