"""The playbook: complete by default, checked before use, refused with the key that is wrong."""

import itertools
from pathlib import Path

import polars as pl
import pytest

from analysis.errors import RecipeError
from analysis.strategies import Domain, TierNames, lint, load_playbook, parse_playbook
from analysis.strategies.matching import match, names_of
from analysis.strategies.situation import complete
from analysis.value.rfm_names import GRID_NAMES

CLASSIC = {"low": "offer discounts", "medium": "offer personalized recommendations", "high": "offer exclusive benefits"}


def rules(*conditions: str) -> str:
    made = [f'[[rules]]\nname = "rule {n}"\nwhen = """{when}"""\naction = "act"\n' for n, when in enumerate(conditions)]
    return "version = 1\n" + "\n".join(made)


def grid(tiers: TierNames) -> pl.DataFrame:
    rows = itertools.product([*tiers.value, None], [*tiers.loyalty, None], [*GRID_NAMES, "a name of mine", None])
    frame = pl.DataFrame(list(rows), schema=["value_tier", "loyalty_tier", "rfm_segment"], orient="row")
    return complete(frame, tiers)


@pytest.mark.parametrize(
    "tiers",
    [
        TierNames(),
        TierNames(("bronze", "silver", "gold", "platinum"), ("leaving", "wavering", "true")),
        TierNames(("small", "large"), ("no", "yes")),
    ],
)
def test_the_default_playbook_gives_every_combination_a_strategy(tiers: TierNames) -> None:
    frame = grid(tiers)
    playbook = load_playbook()
    matches = match(playbook, frame)
    names = names_of(matches.rules, matches.first())
    assert names.null_count() == 0
    assert names.n_unique() >= 8
    assert not [finding for finding in lint(playbook, Domain(tiers, GRID_NAMES)) if finding.problem]


def test_the_default_playbook_keeps_to_the_classic_actions() -> None:
    frame = grid(TierNames())
    playbook = load_playbook()
    matches = match(playbook, frame)
    told = frame.with_columns(names_of(matches.rules, matches.first()))
    for tier, segment, name in told.select("value_tier", "rfm_segment", "strategy").iter_rows():
        rule = playbook.rule(name)
        if tier is not None:
            slipping = segment in {"At risk", "Cannot lose", "Lost"} or (segment == "Hibernating" and tier != "high")
            assert rule.action == ("win back: " if slipping else "") + CLASSIC[tier]
    loyal = told.filter(pl.col("loyalty_tier") == "loyal", pl.col("rfm_segment").is_null())
    assert all("referral" in playbook.rule(name).offer for name in loyal["strategy"])


def test_rules_are_tried_by_priority_whatever_their_order() -> None:
    text = rules("value_level == 'high'", "value > 0").replace('action = "act"', 'action = "act"\npriority = 50', 1)
    playbook = parse_playbook(text.replace('name = "rule 1"', 'name = "rule 1"\npriority = 2'))
    assert [rule.name for rule in playbook.rules] == ["rule 1", "rule 0"]


def told(text: str, **domain: object) -> str:
    return " | ".join(
        f"{f.rule}: {f.what}" for f in lint(parse_playbook(text), Domain(rfm_segments=GRID_NAMES, **domain))
    )


def test_lint_finds_gaps_names_that_never_occur_and_rules_that_never_get_a_turn() -> None:
    found = told(
        rules("value_tier == 'hihg'", "value_tier in ['low', 'medium']", "value_tier == 'low' and frequency > 3")
    )
    assert "rule 0: names 'hihg', which never occurs; did you mean 'high'?" in found
    assert "rule 0: can never hold" in found
    assert "rule 2: never gets a turn: 'rule 1' always come first" in found
    assert "no rule for value high with loyalty unknown" in found
    assert "no rule for value low" not in found


def test_lint_understands_numbers_dates_and_statistics() -> None:
    text = rules(
        "recency_days > 365 and recency_days < 300",
        "monetary > p90(monetary)",
        "first_order < '2024-01-01' and recency_days between",
    )
    with pytest.raises(RecipeError, match="rule 'rule 2'"):
        told(text, columns={"first_order": "date"})
    text = rules(
        "recency_days > 365 and recency_days < 300",
        "monetary > p90(monetary)",
        "first_order < '2024-01-01' and 30 < recency_days <= 31.5",
        "value_level is null or value_level is not null",
    )
    assert told(text, columns={"first_order": "date"}) == "rule 0: can never hold"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 1\nrules = 3", "rules"),
        ("version = 1\nrules = []", "rules"),
        (rules("value > 1").replace("action", "aktion"), "rules.0"),
        (rules("value > 1", "value > 2").replace("rule 1", "rule 0"), "two rules are called 'rule 0'"),
        ("[[rules", "not valid TOML"),
        (rules("value > 1").replace("version = 1", "version = 9"), "version"),
    ],
)
def test_a_playbook_that_cannot_be_used_is_refused_with_the_key(text: str, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        parse_playbook(text)


def test_a_missing_playbook_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match='use "default"'):
        load_playbook("nowhere.toml", tmp_path)


def test_a_condition_on_an_unknown_column_names_the_rule() -> None:
    with pytest.raises(RecipeError, match="rule 'rule 0'"):
        told(rules("shoe_size > 40"))
