"""What a discount beside price and quantity is found to be, on shops whose discounts are known."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.sources import ReadOptions, read

# What a discount is → what is written of a share of 10 % of 3 pieces of 20.00 each, from price, pieces and share.
WRITTEN: dict[str, Callable[[float, int, float], float]] = {
    "discount_share": lambda price, units, share: share,
    "discount_percent": lambda price, units, share: round(100 * share),
    "discount_amount": lambda price, units, share: round(price * units * share, 2),
    "discount_per_unit": lambda price, units, share: round(price * share, 2),
}


def shop(path: Path, kind: str, paid: str = "", name: str = "Discount") -> Path:
    draw = random.Random(5)
    lines = [f"OrderID,CustomerID,OrderDate,ProductID,UnitPrice,Quantity,{name}{',Total' if paid else ''}"]
    for number in range(500):
        units, price = draw.choice([1, 1, 2, 3, 5, 10]), round(draw.uniform(2, 80), 2)
        share = draw.choice([0, 0, 0, 0.05, 0.1, 0.15, 0.2, 0.25])
        off = WRITTEN[kind](price, units, share)
        told = {"": "", "net": f",{units * price * (1 - share):.2f}", "gross": f",{units * price:.2f}"}[paid]
        when = f"2023-{1 + number % 12:02d}-{1 + number % 28:02d}"
        lines.append(f"{1000 + number // 2},C{number % 80:03d},{when},P{number % 40},{price},{units},{off}{told}")
    path.write_text("\n".join(lines) + "\n")
    return path


def found(path: Path, **roles: str) -> tuple[str | None, str, tuple[str, ...]]:
    findings = read(path, ReadOptions(), roles=roles).findings
    column = next(column for column in findings.columns if (column.role or "").startswith("discount"))
    return column.role, column.evidence, findings.warnings


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_taken_off_is_told_by_the_rows(kind: str, tmp_path: Path) -> None:
    role, evidence, warnings = found(shop(tmp_path / "a.csv", kind))
    assert role == kind
    assert evidence
    assert any("taken off the money" in warning for warning in warnings)


@pytest.mark.parametrize("kind", WRITTEN)
def test_it_is_taken_off_an_amount_before_it_and_not_off_one_after_it(kind: str, tmp_path: Path) -> None:
    role, evidence, _ = found(shop(tmp_path / "gross.csv", kind, "gross"))
    assert (role, "the amount is quantity × price" in evidence) == (kind, True)
    role, evidence, warnings = found(shop(tmp_path / "net.csv", kind, "net"))
    assert (role, "less this" in evidence) == ("discount", True)
    assert not any("taken off" in warning for warning in warnings)


def test_the_analyst_has_the_last_word(tmp_path: Path) -> None:
    path = shop(tmp_path / "a.csv", "discount_share")
    assert found(path, discount="Discount")[0] == "discount"
    role, evidence, _ = found(path, discount_percent="Discount")
    assert (role, evidence) == ("discount_percent", "as the recipe says")
    assert "between 0 and 1" in found(path, discount_share="Discount")[1]


def test_what_decides_nothing_takes_nothing_off(tmp_path: Path) -> None:
    # Paid, not taken off; a coupon of 1 or 2 that might as well be percent; a share in a column called an amount.
    text = shop(tmp_path / "share.csv", "discount_share").read_text().splitlines()
    cells = [line.split(",") for line in text[1:]]
    coupon, paid = tmp_path / "coupon.csv", tmp_path / "paid.csv"
    paid.write_text("\n".join([text[0], *(",".join([*each[:6], f"{1 - float(each[6]):.2f}"]) for each in cells)]))
    coupon.write_text("\n".join([text[0], *(",".join([*each[:6], str(len(each[4]) % 3)]) for each in cells)]))
    named = shop(tmp_path / "named.csv", "discount_share", name="Discount Amount")
    assert [found(path)[0] for path in (paid, coupon, named)] == ["discount"] * 3


def test_a_coupon_beside_an_amount_before_it_is_said_and_not_taken_off(tmp_path: Path) -> None:
    text = shop(tmp_path / "a.csv", "discount_share", "gross").read_text().splitlines()
    cells = [line.split(",") for line in text[1:]]
    path = tmp_path / "coupon.csv"
    path.write_text("\n".join([text[0], *(",".join([*each[:6], str(len(each[4]) % 3), each[7]]) for each in cells)]))
    role, _, warnings = found(path)
    assert role == "discount"
    assert any("give it one of the roles" in warning for warning in warnings)


def test_an_amount_that_every_line_of_an_order_repeats_is_that_of_the_order(tmp_path: Path) -> None:
    text = shop(tmp_path / "a.csv", "discount_amount").read_text().splitlines()
    cells = [line.split(",") for line in text[1:]]
    repeated = [",".join([*each[:6], f"{0.5 + int(each[0]) % 97 / 13:.2f}"]) for each in cells]
    path = tmp_path / "order.csv"
    path.write_text("\n".join([text[0].replace("Discount", "Discount Amount"), *repeated]))
    assert found(path)[0] == "discount"
