"""Masking on the screen hides who people are, wherever a column's role, name or cells tell it, as the exports do."""

from pathlib import Path

import polars as pl

from analysis.masking import mask, mask_key
from crm_tui.masking import masked_columns, masked_said, masked_value
from crm_tui.session import Session
from crm_tui.widgets.pages import PageColumn, frame_pages
from crm_tui.widgets.table.local import copied_lines

COLUMNS = (
    PageColumn("kunde", "integer"),
    PageColumn("Email"),
    PageColumn("note"),
    PageColumn("spent", "money", unit="EUR"),
)
ROW = (17850, "ann@example.org", "call +49 170 1234567 or ann@example.org", 12.5)


def session(folder: Path, masked: bool = True) -> Session:
    found = {"columns": [{"name": "kunde", "role": "customer_id"}, {"name": "spent", "role": "amount"}]}
    return Session(workspace=str(folder), masked=masked, told={"load": {"sources": [{"findings": found}]}})


def test_nothing_changes_while_masking_is_off(tmp_path: Path) -> None:
    assert masked_columns(COLUMNS, session(tmp_path, masked=False)) == COLUMNS
    assert masked_value("Email", "a@b.org", session(tmp_path, masked=False)) == "a@b.org"


def test_a_copy_of_a_masked_row_holds_nothing_private_and_agrees_with_a_masked_export(tmp_path: Path) -> None:
    pages = frame_pages(masked_columns(COLUMNS, session(tmp_path)), [ROW])
    (line,) = copied_lines(pages, (0, 1, 2, 3), 0, 1)
    identity, mail, note, spent = line.split("\t")
    exported = mask(
        pl.DataFrame([ROW], schema=["kunde", "Email", "note", "spent"], orient="row"),
        mask_key(tmp_path / "mask.key"),
        {"kunde": "customer_id"},
    )
    assert (identity, mail) == exported.select("kunde", "Email").row(0)
    assert note == "call [phone] or [mail]"
    assert float(spent) == 12.5


def test_the_same_columns_are_masked_into_equal_ones_so_that_a_table_need_not_be_drawn_again(tmp_path: Path) -> None:
    assert masked_columns(COLUMNS, session(tmp_path)) == masked_columns(COLUMNS, session(tmp_path))


def test_a_filter_on_a_private_column_is_told_without_its_text(tmp_path: Path) -> None:
    text = "1 of 9 rows · filter: Email = 'ann@example.org'"
    assert "ann" not in masked_said(text, session(tmp_path))
    assert masked_said("filter: country = 'France'", session(tmp_path)).endswith("'France'")


def test_a_sentence_about_a_private_column_quotes_nothing_and_no_sentence_holds_an_address(tmp_path: Path) -> None:
    masked = session(tmp_path)
    said = masked_said("phone: 3 cells are no integer and are left empty, such as “call ann”, “o”brien”", masked)
    assert said == "phone: 3 cells are no integer and are left empty, such as “…”"
    assert masked_said("price: 1 cells are no decimal, such as “n/a?”", masked).endswith("“n/a?”")
    assert masked_said("note: such as “write to ann@example.org”", masked).endswith("“write to [mail]”")
    assert "17850" not in masked_said("1 of 9 rows · filter: kunde = 17850", masked)
