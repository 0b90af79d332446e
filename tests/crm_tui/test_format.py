"""Numbers as people read them, and text of an exact width."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from crm_tui import format as shown
from crm_tui.inert import inert


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (shown.count(541909), "541,909"),
        (shown.number(8911407.9, 2), "8,911,407.90"),
        (shown.number(-0.001, 2), "0.00"),
        (shown.number(0.5539), "0.5539"),
        (shown.number(12.0), "12"),
        (shown.number(1234.56), "1,234.6"),
        (shown.number(math.nan), "–"),
        (shown.number(-math.inf), "-inf"),
        (shown.number(0.0), "0"),
        (shown.number(1e-9), "1e-09"),
        (shown.compact(8911407.9), "8.91M"),
        (shown.compact(999_999), "1.00M"),
        (shown.compact(999), "999"),
        (shown.compact(-12345), "-12.3k"),
        (shown.compact(0.25), "0.25"),
        (shown.money(8911407.9, "GBP"), "£8,911,407.90"),
        (shown.money(Decimal(-1200), "CHF"), "-1,200.00 CHF"),
        (shown.money(-0.001, "USD"), "$0.00"),
        (shown.money(1200, "JPY"), "¥1,200"),
        (shown.money(1_250_000, "EUR", short=True), "€1.25M"),
        (shown.money(5), "5.00"),
        (shown.money(None, "EUR"), "–"),
        (shown.money(5, "\x1b[2J"), "5.00 ␛[2J"),
        (shown.share(0.23456), "23.5%"),
        (shown.share(0.0001), "<0.1%"),
        (shown.share(0), "0.0%"),
        (shown.share(1), "100.0%"),
        (shown.day(date(2011, 12, 9)), "2011-12-09"),
        (shown.day(date(1, 2, 3)), "0001-02-03"),
        (shown.moment(datetime(2011, 12, 9, 12, 50)), "2011-12-09 12:50"),
        (shown.duration(0.42), "0.4 s"),
        (shown.duration(59.9), "1 min"),
        (shown.duration(200), "3 min 20 s"),
        (shown.duration(7500), "2 h 5 min"),
        (shown.duration(100_000), "1 d 3 h"),
        (shown.size(45_580_638), "43.5 MB"),
        (shown.size(1), "1 byte"),
        (shown.plain_value(17850.0), "17850"),
        (shown.plain_value(True), "yes"),
    ],
)
def test_known_texts(text: str, expected: str) -> None:
    assert text == expected


@given(st.floats() | st.integers())
def test_every_number_has_a_text_without_control(value: float) -> None:
    for text in (shown.number(value), shown.compact(value), shown.money(value, "EUR"), shown.share(value)):
        assert text
        assert text.isprintable()


@given(st.floats(1e3, 1e14))
def test_a_compact_number_is_short_and_close(value: float) -> None:
    text = shown.compact(value)
    assert len(text) <= 6
    scale = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}[text[-1]]
    assert float(text[:-1]) * scale == pytest.approx(value, rel=6e-3)


@given(st.text(max_size=30), st.integers(0, 40), st.sampled_from(["left", "right", "center"]))
def test_fit_is_exact_in_cells(text: str, width: int, align: shown.Align) -> None:
    assert cell_len(shown.fit(inert(text), width, align)) == width


def test_fit_keeps_wide_text_whole() -> None:
    assert shown.fit("北京市朝阳区", 7) == "北京市…"
    assert shown.fit("北京市朝阳区", 8) == "北京市… "
    assert shown.fit("北京", 6, "right") == "  北京"
    assert shown.fit("ab", 5, "center") == " ab  "
    assert shown.fit("abcdef", 4, ellipsis="~") == "abc~"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,563", 1563), ("-0.25", -0.25), ("+1.70 sd", 1.7), ("≈-0.04", -0.04), ("-£1,200.50", -1200.5),
        ("796k", 796e3), ("£8.91M", 8.91e6), ("35.8%", 0.358), ("1.10 times", 1.1), ("12 kg", 12), ("× 2.5", 2.5),
        ("1,200.00 CHF", 1200), ("–", None), ("", None), ("none", None),
    ],
)  # fmt: skip
def test_a_written_number_is_read_back(text: str, value: float | None) -> None:
    assert shown.number_in(text) == (value if value is None else pytest.approx(value))


@given(st.floats(-1e14, 1e14).filter(lambda value: not 0 < abs(value) < 1e-4))
def test_what_is_written_is_read_back_as_exactly_as_it_was_written(value: float) -> None:
    assert shown.number_in(shown.number(value)) == pytest.approx(value, rel=1e-3, abs=1e-6)
