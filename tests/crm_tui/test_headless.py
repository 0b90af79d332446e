"""What ``crm-tui run`` prints: the segments, and a sentence for everything that could not be computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.headless import Job, run_job

HEADER = "customer_id,order_id,order_date,amount"


def printed(tmp_path: Path, rows: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a file of orders and return what went to stdout, in one line."""
    path = tmp_path / "orders.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    run_job(Job((str(path),)))
    return " ".join(capsys.readouterr().out.split())


def test_one_customer_gets_a_sentence_for_segments_and_for_each_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(tmp_path, [f"C1,{n},2024-{n % 12 + 1:02d}-03,{n + 10}.50" for n in range(24)], capsys)
    assert "1 customer; structure test: none" in out
    assert "No segments: there is only one customer, 'C1'" in out
    for score in ("value", "loyalty"):
        assert f"{score}: only one customer has a score" in out


def test_currencies_mixed_in_one_column_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"C{n % 30},{n},2024-{n % 12 + 1:02d}-{n % 28 + 1:02d},{'€$'[n % 2]}{n % 40 + 1}.00" for n in range(240)]
    out = printed(tmp_path, rows, capsys)
    assert "value: amounts are in several currencies ($, EUR) and cannot be compared" in out
    assert "loyalty:" not in out, "nothing is wrong with it"
