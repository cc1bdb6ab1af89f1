"""Amounts are read without guessing and shown without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.money import AmountError, display_amount, display_number, parse_amount

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"

READ = {
    "12,5 M€": "12500000",
    "12.5 M€": "12500000",
    "12,5 millions d'euros": "12500000",
    "12,5 Millions d’euros": "12500000",
    "1 200 000 €": "1200000",
    f"1{NARROW}200{NARROW}000{NBSP}€": "1200000",
    "1,200,000.50": "1200000.50",
    "1.200.000,50": "1200000.50",
    "80000000.00": "80000000",
    "3 k€": "3000",
    "3 mille euros": "3000",
    "2,3 milliards": "2300000000",
    "2.3 bn": "2300000000",
    "1,2 Md€": "1200000000",
    "18 M": "18000000",
    f"{MINUS}1,55": "-1.55",
    "-1.55": "-1.55",
    f"{MINUS}€1.55": "-1.55",
    "12000": "12000",
    "12 EUR": "12",
    "€950,000": "950000",
    "950.000": "950000",
    "€12.5m": "12500000",
    "0": "0",
    "-0": "0",
    "0,5": "0.50",
    "0,125 M€": "125000",
    "1,2345678 M€": "1234567.80",
    "1 234 M€": "1234000000",
    "999999999999999,99": "999999999999999.99",
}

REFUSED = [
    "",
    " ",
    "-",
    "€",
    "douze",
    "1e6",
    "1E6",
    "NaN",
    "inf",
    "Infinity",
    "0x10",
    "1_000",
    "12 34",
    "1,2,3",
    "1.2.3,4",
    "1,234,56",
    "12,",
    ",5",
    "--1",
    "-€-1",
    "12 $",
    "2 billions",
    "1,200 M€",
    "1.200 M€",
    "1,2345",
    "1,2345678901 M€",
    "0,000000000001 Md€",
    "1234567890123456",
    "9999999 milliards",
    "١٢",
    "10²",
    "1\0",
    "1" * 41,
    "1 " * 20,
]


@pytest.mark.parametrize(("text", "amount"), READ.items())
def test_amounts_are_read_as_people_write_them(text, amount):
    read = parse_amount(text)
    assert read == Decimal(amount)
    assert read.as_tuple().exponent == -2


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_without_guessing_is_refused(text):
    with pytest.raises(AmountError) as refusal:
        parse_amount(text)
    assert str(refusal.value)


@pytest.mark.parametrize("value", [None, 12, 12.5, Decimal(12), b"12"])
def test_only_text_is_read(value):
    with pytest.raises(AmountError):
        parse_amount(value)


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("12500000", f"12,5{NBSP}M€", "€12.5m"),
        ("18000000", f"18{NBSP}M€", "€18m"),
        ("18000000.00", f"18{NBSP}M€", "€18m"),
        ("1200000000", f"1,2{NBSP}Md€", "€1.2bn"),
        ("950000", f"950{NARROW}000{NBSP}€", "€950,000"),
        ("12345678", f"12{NARROW}345{NARROW}678{NBSP}€", "€12,345,678"),
        ("1200.5", f"1{NARROW}200,50{NBSP}€", "€1,200.50"),
        ("0", f"0{NBSP}€", "€0"),
        ("-1.55", f"{MINUS}1,55{NBSP}€", f"{MINUS}€1.55"),
        ("1E+7", f"10{NBSP}M€", "€10m"),
    ],
)
def test_amounts_are_shown_in_prose(amount, french, english):
    assert display_amount(Decimal(amount)) == french
    assert display_amount(Decimal(amount), language="en") == english


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("80000000", f"80,0{NBSP}M€"),
        ("12500000", f"12,5{NBSP}M€"),
        ("950000", f"0,95{NBSP}M€"),
        ("1250000000", f"1{NARROW}250,0{NBSP}M€"),
        ("12345678", f"12{NARROW}345{NARROW}678{NBSP}€"),
    ],
)
def test_columns_keep_one_unit_unless_that_would_round(amount, shown):
    assert display_amount(Decimal(amount), column=True) == shown


def test_another_currency_keeps_its_own_name():
    assert display_amount(Decimal(12), "USD", "en") == "$12"
    assert display_amount(Decimal(12), "CHF") == f"12{NBSP}CHF"
    assert display_amount(Decimal(2000000), "CHF") == f"2{NBSP}M{NBSP}CHF"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (1234567, f"1{NARROW}234{NARROW}567", "1,234,567"),
        (0, "0", "0"),
        (Decimal("12.50"), "12,5", "12.5"),
        (Decimal("-1000.0"), f"{MINUS}1{NARROW}000", f"{MINUS}1,000"),
    ],
)
def test_numbers_are_grouped_and_trimmed(value, french, english):
    assert display_number(value) == french
    assert display_number(value, "en") == english


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("sNaN")])
def test_what_is_not_a_number_is_never_shown(value):
    with pytest.raises(AmountError):
        display_amount(value)
    with pytest.raises(AmountError):
        display_number(value)


amounts = st.decimals(Decimal(-(10**15)) + 1, Decimal(10**15) - 1, places=2)
round_amounts = st.builds(
    lambda figures, zeros: Decimal(figures * 10**zeros),
    st.integers(-99999, 99999),
    st.integers(0, 9),
)


@given(st.one_of(amounts, round_amounts), st.booleans())
def test_what_is_shown_in_french_is_read_back_to_the_cent(amount, column):
    assert parse_amount(display_amount(amount, column=column)) == amount


@given(st.one_of(st.text(max_size=50), st.text("0123456789 .,-−€kmMd'e", max_size=40)))
def test_no_text_does_anything_but_an_amount_or_a_refusal(text):
    try:
        amount = parse_amount(text)
    except AmountError:
        return
    assert amount.is_finite()
    assert abs(amount) < 10**15
    assert parse_amount(display_amount(amount)) == amount
