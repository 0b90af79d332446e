"""Whatever a file holds, what is shown is one line that cannot steer a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from crm_tui.inert import MARKS_KEPT, inert

ANY_TEXT = st.text(st.characters(), max_size=60)
"""Every code point, lone surrogates too."""


@given(ANY_TEXT)
def test_nothing_that_could_steer_a_terminal_is_left(text: str) -> None:
    shown = inert(text)
    for char in shown:
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        assert char == " " or not char.isspace() or char == "\u3000"
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_what_is_shown_is_a_fixed_point(text: str) -> None:
    assert inert(inert(text)) == inert(text)


@given(ANY_TEXT, st.integers(1, 30))
def test_the_length_is_bounded(text: str, limit: int) -> None:
    assert len(inert(text, limit)) <= limit


@given(st.text("e\u0301\u0302\u0e34\u0e49\u093e", max_size=60))
def test_marks_are_bounded_and_have_a_base(text: str) -> None:
    run = MARKS_KEPT + 1
    for char in inert(text):
        run = run + 1 if unicodedata.category(char).startswith("M") else 0
        assert run <= MARKS_KEPT


@given(ANY_TEXT)
def test_the_width_is_the_sum_of_its_parts(text: str) -> None:
    shown = inert(text)
    assert cell_len(shown + "|") == cell_len(shown) + 1
    assert cell_len(set_cell_size(shown, 25)) == 25


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë Müller", "Zoë Müller"),
        ("北京市朝阳区", "北京市朝阳区"),
        ("한국어", "한국어"),
        ("\x1b[2J[red]x[/red]\a\n", "␛[2J[red]x[/red]␇␊"),
        ("\x9b2J", "\ufffd2J"),
        ("abc\u202edcba", "abc\ufffddcba"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("1\u00a0234,5", "1 234,5"),
        ("\ud800", "\ufffd"),
        ("🇩🇪 ❤\ufe0f", "DE ❤"),
        ("\u0301e", "\u25cc\u0301e"),
        ("a\tb", "a␉b"),
        ("\x7f", "␡"),
    ],
)
def test_known_cases(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_values_of_other_types_and_long_text() -> None:
    assert inert(None) == ""
    assert inert(12.5) == "12.5"
    assert inert("x" * 10_000) == "x" * 199 + "…"
    assert inert("e" + "\u0301" * 10_000) == "e" + "\u0301" * MARKS_KEPT + "…"
    assert inert("x" * 200) == "x" * 200
