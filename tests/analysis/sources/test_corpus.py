"""Every nasty file of the corpus is read as the answer beside it says."""

import polars as pl
import pytest

from analysis.sources.delimited import read_delimited
from analysis.sources.table import LINE
from tests.analysis.sources.corpus import CASES, Case

KNOWN = {}
"""Cases that are not read right, with the reason."""


def test_the_corpus_is_large_and_its_names_are_unique():
    assert len({case.name for case in CASES}) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_nasty_file_is_read_right(case: Case, tmp_path, request):
    if case.name in KNOWN:
        request.applymarker(pytest.mark.xfail(reason=KNOWN[case.name], strict=True))
    path = tmp_path / "file.csv"
    path.write_bytes(case.data)
    table = read_delimited(path)
    frame = table.frame.collect()
    assert frame.columns == [*case.names, LINE]
    assert [list(row[:-1]) for row in frame.rows()] == case.rows
    assert frame.schema[LINE] == pl.Int64
    assert frame[LINE].is_sorted()
    assert table.findings.rows == len(case.rows)
    for part in case.says:
        assert any(part in warning for warning in table.findings.warnings), table.findings.warnings
    for name, value in case.found:
        assert getattr(table.findings, name) == value
