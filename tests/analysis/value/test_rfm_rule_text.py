"""RFM rules typed as text: read back as written, mistakes said, the default names as rules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.value.rfm_names import GRID_NAMES, RfmRule, grid_names, lint_rules, rule_names
from analysis.value.rfm_rule_text import default_rules, moved, parse_rule, rule_line

RANGES = st.none() | st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda ends: tuple(sorted(ends)))
NAMES = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)


@given(NAMES, RANGES, RANGES, RANGES)
def test_a_rule_written_as_a_line_is_read_back(name, r, f, m):
    rule = RfmRule(name=name, r=r, f=f, m=m)
    assert parse_rule(rule_line(rule), 5) == rule


@given(st.text(max_size=30))
def test_any_text_is_a_rule_or_told_in_one_sentence_why_not(text):
    try:
        assert parse_rule(text, 5).name
    except ValueError as error:
        assert str(error) and "\n" not in str(error).replace(text, "")


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Best: r4-5 f5", RfmRule(name="Best", r=(4, 5), f=(5, 5))),
        ("A: R 1 to 2, M=3;", RfmRule(name="A", r=(1, 2), m=(3, 3))),
        ("all the rest:", RfmRule(name="all the rest")),
    ],
)
def test_rules_may_be_typed_as_people_do(line, rule):
    assert parse_rule(line, 5) == rule


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("R 4-5", "write name"),
        (": R 4", "write name"),
        ("A: R 6", "from 1 to 5"),
        ("A: R 0", "from 1 to 5"),
        ("A: R 4-2", "lower one first"),
        ("A: R 1, R 2", "R is there twice"),
        ("A: Q 1", "'Q 1' is no range"),
    ],
)
def test_what_is_wrong_is_said(line, why):
    with pytest.raises(ValueError, match=why):
        parse_rule(line, 5)


@pytest.mark.parametrize("bins", range(3, 10))
def test_the_default_names_as_rules_name_every_cell_as_the_grid_does(bins):
    rules, scores = default_rules(bins), np.arange(1, bins + 1)
    r, f = (cells.ravel() for cells in np.meshgrid(scores, scores))
    assert rule_names(rules, r, f, r, "none") == grid_names(r, f, bins)
    lint = lint_rules(rules, bins)
    assert (lint.several, lint.none, lint.never) == ((), (), ())
    assert bins < 5 or {rule.name for rule in rules} == set(GRID_NAMES)


def test_a_rule_moves_within_the_list_only():
    first, second = RfmRule(name="a"), RfmRule(name="b")
    assert moved((first, second), 0, 1) == (second, first)
    assert moved((first, second), 0, -1) == (first, second)
