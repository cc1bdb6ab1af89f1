"""Text is folded for search, checked on arrival, and rendered so that nothing in it can run."""

import re
import string
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import text as texts
from cases.text import check_text, fold, render_markdown, slugify, summarise

EXTERNAL_REL = "nofollow ugc noopener noreferrer"
TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"),
    *("pre", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ID = re.compile(r"s-[a-z0-9_-]+|fn(ref[0-9]*)?:[\w-]+")
HREF = re.compile(r"(https?://|mailto:|#(s-|fn)|/(?![/\\]))[^\s\\]*", re.IGNORECASE)

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "<IMG SRC=javascript:alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<style>@import '//evil.example/x.css';</style>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<div onclick=alert(1)>x</div>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<select><noscript></select><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<xss id=x tabindex=1 onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='x' onmouseover=alert(1)>x</a>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php alert(1) ?><script>alert(1)</script>",
    "</p><script>alert(1)</script>",
    "<plaintext><script>alert(1)</script>",
    "<textarea></textarea><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](<java script:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](/&#47;evil.example)",
    "[x](/\t/evil.example)",
    "[x](https:evil.example)",
    "[x](http:///evil.example)",
    "[x](#search)",
    "[x](view-source:javascript:alert(1))",
    "[x](feed:javascript:alert(1))",
    '[x](http://a" onmouseover="alert(1))',
    "[x](http://a' onmouseover='alert(1))",
    '[x](http://a "t" onclick="alert(1)")',
    '[x](http://a "><script>alert(1)</script>")',
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[1]: javascript:alert(1)\n[x][1] [1]",
    "<javascript:alert(1)>",
    "<http://a onclick=alert(1)>",
    "<http://a/<script>alert(1)</script>>",
    "<a@b.example?onclick=alert(1)>",
    "![x](javascript:alert(1))",
    '![x](x" onerror="alert(1))',
    "![x](http://evil.example/pixel.png)",
    "[![x](x)](javascript:alert(1))",
    "![x][1]\n\n[1]: http://evil.example/pixel.png",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "    </pre><script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "# x {: onclick=alert(1) }",
    "x\n{: style='color:red' onclick=alert(1) }",
    "|<script>alert(1)</script>|b|\n|:-:|--|\n|<img src=x onerror=alert(1)>|[x](javascript:1)|",
    "x[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
    'x[^" onclick=alert(1)]\n\n[^" onclick=alert(1)]: y',
    "x[^<script>]\n\n[^<script>]: y",
    "[TOC]\n\n# \" onclick=alert(1) x='",
    "\x02wzxhzdk:0\x03 \x02amp\x03 <script>alert(1)</script>",
    "\x02klzzwxh:0000\x03`<script>alert(1)</script>`",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "**<b onclick=alert(1)>**x",
    "> <script>alert(1)</script>\n> > <img src=x onerror=alert(1)>",
    "1. <script>alert(1)</script>\n\n        <style>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<ſcript>alert(1)</ſcript>",
    "<a href='javascript:alert(1)'><br>[x](javascript:alert(1))</a>",
]

# Built to make a renderer slow; each took from half a minute to hours before it was bounded.
SLOW = {
    "open brackets": "[" * 100_000,
    "open links": "[a](" * 25_000,
    "open pictures": "![a][" * 20_000,
    "brackets closed in code only": "[`]`" * 25_000,
    "headings": "#\n" * 50_000,
    "underlined headings": "a\n==\n" * 20_000,
    "emphasis": "***a" * 25_000,
    "a wide table": "|a" * 15_000 + "\n" + "|-" * 15_000 + "\n" + "|\n" * 20_000,
    "one note, many times": "[^1] " * 19_000 + "\n\n[^1]: a",
    "quotations": ">" * 100_000,
    "paragraphs": "a\n\n" * 33_000,
    "one long address, many times": "[a]: /" + "b" * 50_000 + "\n\n" + "[a]\n\n" * 9_000,
}


class Page(HTMLParser):
    """What a browser would see: the elements with their attributes, and the text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment is left: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment

    def find(self, name):
        return [attributes for tag, attributes in self.elements if tag == name]


def assert_harmless(html):
    for tag, attributes in Page(html).elements:
        assert tag in TAGS
        for name, value in attributes.items():
            assert name in {"href", "rel", "id", "start"}, (tag, name)
            assert name != "id" or ID.fullmatch(value)
            assert name != "href" or HREF.fullmatch(value)
        external = attributes.get("href", "").lower().startswith("http")
        assert attributes.get("rel") == (EXTERNAL_REL if external else None)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_can_run(text):
    assert_harmless(render_markdown(text))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["> {}", "- a\n- {}", "# {}", "**{}**", "[{}](/x)", "`a` {} [b"])
def test_nothing_can_run_inside_other_markup_either(text, frame):
    assert_harmless(render_markdown(frame.format(text)))


@given(st.lists(st.sampled_from(HOSTILE + list("[]()<>`*_#&|\\!\n\"'")), max_size=8).map("".join))
def test_no_mixture_of_hostile_texts_can_run(text):
    assert_harmless(render_markdown(text))


@given(st.text(max_size=300))
def test_any_text_at_all_is_rendered_harmless(text):
    assert_harmless(render_markdown(text))


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_text_built_to_be_slow_is_rendered_within_bounds(text):
    html = render_markdown(text[:100_000])
    assert_harmless(html)
    assert len(html) < 2_000_000


def test_a_long_honest_text_is_still_markdown():
    item = "- [Délibération numéro {0} du conseil](https://example.org/deliberations/{0})\n"
    listing = "".join(item.format(number) for number in range(500))
    prose = "## Titre\n\n" + "Un *mot*, une [source](https://example.org/) et du `code`. " * 20
    html = render_markdown(listing + "\n" + "\n\n".join([prose] * 30))
    assert len(Page(html).find("a")) == 500 + 20 * 30


def test_too_long_a_text_is_refused():
    with pytest.raises(ValueError, match=r".+"):
        render_markdown("a" * 100_001)


def test_raw_html_is_shown_as_it_was_typed():
    page = Page(render_markdown("a <b>c</b> <script>d</script>"))
    assert page.text == "a <b>c</b> <script>d</script>"


def test_links_to_other_sites_are_marked_and_links_inside_are_not():
    html = render_markdown(
        "[a](https://a.example/?b=1&c=2) <https://b.example> [c](/places/nice/) [d](#s-x) "
        "<e@f.example>"
    )
    links = Page(html).find("a")
    assert [link.get("href") for link in links] == [
        "https://a.example/?b=1&c=2",
        "https://b.example",
        "/places/nice/",
        "#s-x",
        "mailto:e@f.example",
    ]
    assert [link.get("rel") for link in links] == [EXTERNAL_REL, EXTERNAL_REL, None, None, None]


def test_headings_begin_at_the_third_level_with_ids_of_their_own():
    elements = Page(render_markdown("# Nice\n\n## Nice\n\n###### Œuvre\n\n# 漢字")).elements
    assert elements == [
        ("h3", {"id": "s-nice"}),
        ("h4", {"id": "s-nice-2"}),
        ("h6", {"id": "s-oeuvre"}),
        ("h3", {"id": "s-x"}),
    ]


def test_notes_lead_there_and_back():
    page = Page(render_markdown("Un fait[^1].\n\n[^1]: La source."))
    assert {"href": "#fn:1"} in page.find("a")
    assert {"href": "#fnref:1"} in page.find("a")
    assert page.find("sup") == [{"id": "fnref:1"}]
    assert {"id": "fn:1"} in page.find("li")


def test_tables_and_lists_are_rendered():
    page = Page(render_markdown("| a | b |\n|---|---|\n| 1 | 2 |\n\n3. x\n4. y"))
    assert len(page.find("td")) == 2
    assert page.find("ol") == [{"start": "3"}]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cœur d’Île-de-France", "coeur d ile de france"),
        ("  Œuvre,   ÆSIR; Straße ", "oeuvre aesir strasse"),
        ("VIDÉO‑SURVEILLANCE", "video surveillance"),
        ("re\u0301seau", "reseau"),
        ("ﬁchier №5 10²", "fichier no5 102"),
        ("Tromsø Łódź", "tromso lodz"),
        ("a_b\u202f!\u00a0c\n", "a b c"),
        ("Ελλάδα", "ελλαδα"),
        ("!?…", ""),
        ("", ""),
    ],
)
def test_folding_keeps_what_search_compares(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_ignores_case_and_composition(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "length", "slug"),
    [
        ("Cœur d’Île-de-France", 100, "coeur-d-ile-de-france"),
        ("vidéosurveillance algorithmique", 20, "videosurveillance"),
        ("vidéosurveillance algorithmique", 17, "videosurveillance"),
        ("vidéosurveillance", 5, "video"),
        ("漢字", 100, "x"),
        ("", 100, "x"),
    ],
)
def test_slugs_are_short_and_never_empty(text, length, slug):
    assert slugify(text, length) == slug


@given(st.text(), st.integers(1, 120))
def test_any_text_has_a_slug_that_is_its_own_slug(text, length):
    slug = slugify(text, length)
    assert 1 <= len(slug) <= length
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
    assert slugify(slug, length) == slug


@pytest.mark.parametrize(
    ("text", "length", "summary"),
    [
        ("# Titre\n\nUn **mot** et [un lien](https://a.example)[^1].\n\nSuite\n\n[^1]: n", 200,
         "Un mot et un lien."),
        ("un deux trois quatre", 12, "un deux…"),
        ("un deux, trois", 10, "un deux…"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("R&D <b>", 200, "R&D <b>"),
        ("- a\n- b", 200, "a b"),
        ("", 200, ""),
    ],
)  # fmt: skip
def test_a_summary_is_the_first_paragraph_cut_at_a_word(text, length, summary):
    assert summarise(text, length) == summary


@given(st.text(max_size=300), st.integers(2, 50))
def test_no_summary_is_longer_than_asked(text, length):
    assert len(summarise(text, length)) <= length


def test_line_ends_and_accents_have_one_form():
    assert check_text("a\r\nb\rc\n\te\u0301") == "a\nb\nc\n\té"


@pytest.mark.parametrize("char", ["\0", "\x01", "\x1b", "\x0b", "\x7f", "\x85", "\u202e", "\ud800"])
def test_characters_that_cannot_be_seen_are_refused(char):
    with pytest.raises(ValueError, match=r".+"):
        check_text(f"a{char}b")


@pytest.mark.parametrize("text", ["« a\u202f! »", "👩‍👩‍👧", "a\u00a0: b", "עברית"])
def test_typography_and_other_scripts_are_kept(text):
    assert check_text(text) == text


@given(st.text())
def test_checking_twice_changes_nothing(text):
    try:
        checked = check_text(text)
    except ValueError:
        return
    assert check_text(checked) == checked


@given(st.from_regex(texts.PROSE, fullmatch=True))
def test_plain_prose_is_rendered_as_markdown_would_render_it(text):
    engine_and_filters = texts._clean(texts._markdown(None).convert(text))
    assert render_markdown(text) == engine_and_filters
    assert summarise(text) == texts.shortened(texts.first_paragraph(engine_and_filters))
