"""Every nasty file of the corpus is read as the answer beside it says."""

import polars as pl
import pytest

from analysis.sources.delimited import read_delimited
from analysis.sources.table import LINE
from tests.analysis.sources.corpus import CASES as LINES
from tests.analysis.sources.corpus import Case
from tests.analysis.sources.corpus_reports import REPORTS
from tests.analysis.sources.corpus_systems import SYSTEMS

CASES = [*LINES, *REPORTS, *SYSTEMS]

KNOWN: dict[str, str] = {}
"""Cases that are not read right, with the reason."""


@pytest.fixture
def file_of(tmp_path):
    """Write a case to a file and give its path."""

    def write(case):
        path = tmp_path / "file.csv"
        path.write_bytes(case.data)
        return path

    return write


def test_the_corpus_is_large_and_its_names_are_unique():
    assert len({case.name for case in CASES}) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_nasty_file_is_read_right(case: Case, file_of, request):
    if case.name in KNOWN:
        request.applymarker(pytest.mark.xfail(reason=KNOWN[case.name], strict=True))
    table = read_delimited(file_of(case))
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


@pytest.mark.parametrize("size", [16, 200])
@pytest.mark.parametrize("case", [case for case in CASES if len(case.data) < 1000][::4], ids=lambda case: case.name)
def test_where_blocks_end_changes_nothing(case: Case, size, file_of, monkeypatch):
    path = file_of(case)
    whole = read_delimited(path)
    for place in ("plan.SURVEY_BLOCK", "plan.HEAD_BLOCK", "plan.BLOCK", "reading.BLOCK", "reading.HEAD_BLOCK"):
        monkeypatch.setattr(f"analysis.sources.{place}", size)
    cut = read_delimited(path)
    assert cut.findings == whole.findings
    assert cut.frame.collect().equals(whole.frame.collect())
