"""Masking: found by name and content, the same under one key, nothing readable left, nothing harmless touched."""

import stat
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import AnalysisError
from analysis.masking import mask, mask_key, mask_value, private_columns

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("E-Mail", "mail"),
        ("CustomerID", "id"),
        ("customer_id", "id"),
        ("客户编号", "id"),
        ("手机号", "phone"),
        ("LastName", "name"),
        ("full name", "name"),
        ("Street", "address"),
        ("zipcode", "address"),
        ("product_name", None),
        ("segment_name", None),
        ("revenue", None),
        ("paid", None),
        ("width", None),
        ("rfm_segment", None),
        ("strategy", None),
        ("recency_days", None),
    ],
)
def test_private_columns_are_known_by_their_names(column: str, kind: str | None) -> None:
    assert private_columns(pl.DataFrame({column: [1, 2]})).get(column) == kind


def test_private_columns_are_known_by_their_content_and_role() -> None:
    frame = pl.DataFrame({
        "a": ["ann@example.org", "bob.b@mail.example.cn", None],
        "b": ["+44 20 7946 0958", "(030) 123-4567", "13812345678"],
        "c": ["2024-01-05", "12.5", "17"],
        "d": ["x", "y", "z"],
    })  # fmt: skip
    assert private_columns(frame, {"d": "customer_id"}) == {"a": "mail", "b": "phone", "d": "id"}


def test_masked_frames_join_and_tell_nothing() -> None:
    frame = pl.DataFrame({
        "customer_id": ["0017", "0017", None, " "],
        "notes": ["write to ann@example.org or +44 20 7946 0958", "", None, "fine, 12.50"],
        "monetary": [1.5, 2.5, None, 0.0], "day": ["2024-01-05", "05-01-2024", "5.1.2024 10:30", "12/31/1999"],
    })  # fmt: skip
    masked = mask(frame, KEY)
    ids = masked["customer_id"].to_list()
    assert ids[0] == ids[1] == mask_value("0017", "id", KEY) != mask_value("0017", "id", b"x" * 32)
    assert ids[2:] == [None, " "]
    assert masked["notes"].to_list() == ["write to [mail] or [phone]", "", None, "fine, 12.50"]
    assert masked["monetary"].equals(frame["monetary"])
    assert masked["day"].equals(frame["day"])


@given(st.text(min_size=1).filter(str.strip))
def test_a_masked_value_never_shows_what_it_was(value: str) -> None:
    masked = mask_value(value, "name", KEY)
    assert masked.removeprefix("name-").isalnum()
    assert len(masked) == len("name-") + 16


def test_the_key_is_private_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "state" / "mask.key"
    key = mask_key(path)
    assert mask_key(path) == key
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"")
    with pytest.raises(AnalysisError, match="damaged"):
        mask_key(path)
