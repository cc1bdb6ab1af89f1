"""Dates are as precise as they are known: they are read, bounded and said without padding."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cases.dates import DateError, bounds, display, from_corpus, parse

NBSP = "\u00a0"
CORPUS = Path(__file__).parent.parent / "fixtures" / "corpus.yaml"

FORMS = """
    2018 2022-06 2022-06-21 2022-12-02T11:07 2022-21 2022-22 2022-23 2022-24 2019~ 2022-22~ 2022?
    2022-04% 2018/2020 2022-02/2022-04 2022-22/2022-23 2023-04-05/2023-04-12 2018~/2020 2020/..
    ../2022-04-05 [..2023-04-05] [2023-04-05..] [..2023-04] [2022-03..] [..2019-23] 2024-02-29
    [..2022-12-02T11:07] 2023-01~/2023-04~ 1800 2200-24
"""
CANONICAL = FORMS.split()

READ = {
    "5 avril 2023": "2023-04-05",
    "le 5 avril 2023": "2023-04-05",
    "1er janvier 2020": "2020-01-01",
    "1ᵉʳ janvier 2020": "2020-01-01",
    "05/04/2023": "2023-04-05",
    "5.4.2023": "2023-04-05",
    "April 5th, 2023": "2023-04-05",
    "avril 2023": "2023-04",
    "AVR. 2023": "2023-04",
    "04/2023": "2023-04",
    "décembre 2022": "2022-12",
    "Decembre 2022": "2022-12",
    "2 décembre 2022 à 11 h 07": "2022-12-02T11:07",
    "02/12/2022 11:07": "2022-12-02T11:07",
    "été 2022": "2022-22",
    "l’été 2022": "2022-22",
    "summer 2022": "2022-22",
    "automne 2019": "2019-23",
    "fall 2019": "2019-23",
    "hiver 2022": "2022-24",
    "hiver 2022-2023": "2022-24",
    "vers 2018": "2018~",
    "~2018": "2018~",
    "about 2018": "2018~",
    "environ avril 2022": "2022-04~",
    "vers l'été 2022": "2022-22~",
    "2022 ?": "2022?",
    "avant avril 2023": "[..2023-04]",
    "before April 2023": "[..2023-04]",
    "au plus tard le 5 avril 2023": "[..2023-04-05]",
    "5 avril 2023 au plus tard": "[..2023-04-05]",
    "avant fin 2022": "[..2022-12]",
    "après 2020": "[2020..]",
    "au plus tôt en mars 2022": "[2022-03..]",
    "à partir du 26 avril 2022": "[2022-04-26..]",
    "depuis 2020": "2020/..",
    "since March 2020": "2020-03/..",
    "jusqu’en 2020": "../2020",
    "de 2018 à 2020": "2018/2020",
    "2018-2020": "2018/2020",
    "2018 – 2020": "2018/2020",
    "from 2018 to 2020": "2018/2020",
    "entre février et avril 2022": "2022-02/2022-04",
    "de juin 2021 à avril 2022": "2021-06/2022-04",
    "du 5 au 12 avril 2023": "2023-04-05/2023-04-12",
    "du 1er avril au 3 mai 2023": "2023-04-01/2023-05-03",
    "début 2023": "2023-01~/2023-04~",
    "mi-2022": "2022-05~/2022-08~",
    "fin 2022": "2022-09~/2022-12~",
    "fin février 2024": "2024-02-21~/2024-02-29~",
    "de début 2022 à fin 2023": "2022-01~/2023-12~",
}

REFUSED = [
    "",
    " ",
    "x",
    "bientôt",
    "2018/2016",
    "de 2020 à 2018",
    "2023-02-29",
    "2023-02-29/2024",
    "31/02/2023",
    "31 avril 2022",
    "2023-13",
    "2022-25",
    "2022-20",
    "0/2022",
    "1799",
    "2201",
    "20222",
    "5 avril",
    "05/04/23",
    "2022-12-02T25:00",
    "2022-12-02T11:60",
    "11:07",
    "../..",
    "[..]",
    "[..2018..]",
    "[..2018~]",
    "2022-12-02T11:07~",
    "2022-12-02T11:07/2023",
    "hiver 2022-2024",
    "2018/2019/2020",
    "vers",
    "avant",
    "2022\0",
    "٢٠٢٢",
    "２０２２" * 20,
    "2022" + " " * 57,
    "ﷺ" * 60,
    "de " * 20,
    "mi-" * 20,
]

BOUNDS = {
    "2018": (date(2018, 1, 1), date(2018, 12, 31)),
    "2022-06": (date(2022, 6, 1), date(2022, 6, 30)),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
    "2022-12-02T11:07": (date(2022, 12, 2), date(2022, 12, 2)),
    "2022-21": (date(2022, 3, 1), date(2022, 5, 31)),
    "2022-22~": (date(2022, 6, 1), date(2022, 8, 31)),
    "2022-23": (date(2022, 9, 1), date(2022, 11, 30)),
    "2022-24": (date(2022, 12, 1), date(2023, 2, 28)),
    "2019~": (date(2019, 1, 1), date(2019, 12, 31)),
    "2018/2020": (date(2018, 1, 1), date(2020, 12, 31)),
    "[..2023-04]": (None, date(2023, 4, 30)),
    "[2022-03..]": (date(2022, 3, 1), None),
    "2020/..": (date(2020, 1, 1), None),
    "../2020": (None, date(2020, 12, 31)),
}

SAID = [
    ("2018", "2018", "2018"),
    ("2022-06", "juin 2022", "June 2022"),
    ("2023-04-05", f"5{NBSP}avril 2023", "5 April 2023"),
    ("2020-01-01", f"1ᵉʳ{NBSP}janvier 2020", "1 January 2020"),
    (
        "2022-12-02T11:07",
        f"2{NBSP}décembre 2022 à 11{NBSP}h{NBSP}07",
        "2 December 2022 at 11:07",
    ),
    ("2022-22", "été 2022", "summer 2022"),
    ("2022-24", "hiver 2022–2023", "winter 2022–2023"),
    ("2018~", "vers 2018", "around 2018"),
    ("2022-22~", "vers l’été 2022", "around summer 2022"),
    ("2022-21~", "vers le printemps 2022", "around spring 2022"),
    ("2022?", "2022 (incertain)", "2022 (uncertain)"),
    ("[..2023-04]", "avant avril 2023", "before April 2023"),
    ("[..2023-04-05]", f"avant le 5{NBSP}avril 2023", "before 5 April 2023"),
    ("[2022-03..]", "après mars 2022", "after March 2022"),
    ("[2022-04-26..]", f"à partir du 26{NBSP}avril 2022", "from 26 April 2022"),
    ("2020/..", "depuis 2020", "since 2020"),
    ("../2022-22", "jusqu’à l’été 2022", "until summer 2022"),
    ("2018/2020", "2018–2020", "2018–2020"),
    ("2022-02/2022-04", "de février à avril 2022", "from February to April 2022"),
    ("2022-04/2022-06", "d’avril à juin 2022", "from April to June 2022"),
    ("2023-04-05/2023-04-12", f"du 5 au 12{NBSP}avril 2023", "from 5 to 12 April 2023"),
    (
        "2023-04-01/2023-05-03",
        f"du 1ᵉʳ{NBSP}avril au 3{NBSP}mai 2023",
        "from 1 April to 3 May 2023",
    ),
    ("2022-22/2022-23", "de l’été 2022 à l’automne 2022", "from summer 2022 to autumn 2022"),
    ("2018~/2020", "de 2018 environ à 2020", "from around 2018 to 2020"),
    ("2023-01~/2023-04~", "début 2023", "early 2023"),
    ("2023-04-11~/2023-04-20~", "mi-avril 2023", "mid-April 2023"),
]

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_text_is_kept_as_it_is(text):
    assert parse(text) == text


@pytest.mark.parametrize(("text", "edtf"), READ.items())
def test_dates_are_read_as_people_write_them(text, edtf):
    assert parse(text) == edtf


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(DateError) as refusal:
        parse(text)
    assert str(refusal.value)


@pytest.mark.parametrize("value", [None, 2022, b"2022", date(2022, 1, 1)])
def test_only_text_is_read(value):
    with pytest.raises(DateError):
        parse(value)


@pytest.mark.parametrize(("edtf", "expected"), BOUNDS.items())
def test_bounds_are_the_first_and_last_day_that_the_words_allow(edtf, expected):
    assert bounds(edtf) == expected


@pytest.mark.parametrize(("edtf", "french", "english"), SAID)
def test_dates_are_said_no_more_precisely_than_they_are_known(edtf, french, english):
    assert display(edtf) == french
    assert display(edtf, "en") == english


@pytest.mark.parametrize("reader", [bounds, display])
@pytest.mark.parametrize("text", ["été 2022", "2018/2016", "", "2023-02-29"])
def test_only_canonical_text_has_bounds_and_words(reader, text):
    with pytest.raises(DateError):
        reader(text)


@LANGUAGES
@pytest.mark.parametrize("edtf", CANONICAL)
def test_the_words_of_each_form_are_read_back(edtf, language):
    assert parse(display(edtf, language)) == edtf


@pytest.mark.parametrize("edtf", CANONICAL)
def test_the_edtf_library_accepts_what_it_knows_of_our_forms(edtf):
    edtf_library = pytest.importorskip("edtf")
    unknown_to_it = {"2022-22~", "2022-12-02T11:07", "[..2019-23]", "[..2022-12-02T11:07]"}
    if edtf not in unknown_to_it:
        assert str(edtf_library.parse_edtf(edtf)) == edtf


@pytest.mark.parametrize(
    ("arguments", "edtf"),
    [
        (("2023-04-05", "day", "exact"), "2023-04-05"),
        (("2022-12-02T11:07", "minute", "exact"), "2022-12-02T11:07"),
        (("2022-12", "month", "approx"), "2022-12~"),
        (("2022-03", "month", "after"), "[2022-03..]"),
        (("2022-02/2022-04", "month_range", "exact"), "2022-02/2022-04"),
        (("2019", "season", "approx", "autumn"), "2019-23~"),
        (("2019", "season", "before", "autumn"), "[..2019-23]"),
        (("2020", "year", "before"), "[..2020]"),
    ],
)
def test_the_vocabulary_of_the_corpus_is_understood(arguments, edtf):
    assert from_corpus(*arguments) == edtf


@pytest.mark.parametrize(
    "arguments",
    [
        ("2023-04", "day", "exact"),
        ("2023", "season", "exact"),
        ("2023", "season", "exact", "monsoon"),
        ("2023", "year", "perhaps"),
        ("2023~", "year", "exact"),
        ("2022-02/2022-04", "month_range", "before"),
    ],
)
def test_a_corpus_date_that_contradicts_itself_is_refused(arguments):
    with pytest.raises(DateError):
        from_corpus(*arguments)


def test_every_date_of_the_corpus_is_kept_bounded_and_said():
    dates = list(_dated_rows(yaml.safe_load(CORPUS.read_text(encoding="utf-8"))))
    assert len(dates) > 100
    for row in dates:
        edtf = from_corpus(row["value"], row["precision"], row["qualifier"], row.get("season"))
        assert parse(edtf) == edtf
        assert any(bounds(edtf))
        assert parse(display(edtf)) == parse(display(edtf, "en")) == edtf


def _dated_rows(node):
    """Every mapping of the corpus that has a date's precision."""
    if isinstance(node, dict):
        if "precision" in node and "qualifier" in node:
            yield node
        for child in node.values():
            yield from _dated_rows(child)
    elif isinstance(node, list):
        for child in node:
            yield from _dated_rows(child)


days = st.dates(date(1800, 1, 1), date(2200, 12, 31))
points = st.one_of(
    days.map(date.isoformat),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
    st.builds("{}-{}".format, st.integers(1800, 2200), st.integers(21, 24)),
)
marked = st.builds(str.__add__, points, st.sampled_from(["", "~", "?", "%"]))


@given(marked)
def test_any_point_survives_its_words(edtf):
    assert parse(display(edtf, "fr")) == parse(display(edtf, "en")) == edtf


@given(points, st.sampled_from(["[..{}]", "[{}..]", "{}/..", "../{}"]))
def test_any_open_date_survives_its_words(point, form):
    edtf = form.format(point)
    assert parse(display(edtf, "fr")) == parse(display(edtf, "en")) == edtf


@given(marked, marked)
def test_any_period_is_refused_or_survives_its_words(first, last):
    try:
        edtf = parse(f"{first}/{last}")
    except DateError:
        assert bounds(first)[0] > bounds(last)[1]
        return
    assert bounds(edtf) == (bounds(first)[0], bounds(last)[1])
    for words in (display(edtf, "fr"), display(edtf, "en")):
        # Two doubtful seasons take more words than a form accepts.
        assert len(words) > 60 or parse(words) == edtf


PIECES = """
    2018 2022 5 31 avril de d' l' à au du entre et vers avant depuis début mi- fin été hiver / - – [
    ] .. ~ ? % T 11:07 before from to summer , . 1er \0
"""
pieces = st.lists(st.sampled_from(PIECES.split()), max_size=12)


@given(st.one_of(st.text(max_size=70), pieces.map(" ".join), pieces.map("".join)))
def test_no_text_does_anything_but_a_date_or_a_refusal(text):
    try:
        edtf = parse(text)
    except DateError:
        return
    assert parse(edtf) == edtf
    first, last = bounds(edtf)
    assert not (first and last) or first <= last
    assert display(edtf, "fr")
    assert display(edtf, "en")
