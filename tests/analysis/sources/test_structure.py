"""The scan of bytes finds the records that a careful parser finds."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.sources.structure import Marks, scan

CELLS = st.text(alphabet='ab,"\n é', max_size=70)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_records_of_well_formed_text_are_those_written(rows, end):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    lines, starts = [], []
    for row in rows:
        written = text.getvalue()
        lines.append(written.count("\n"))
        starts.append(len(written.encode()))
        writer.writerow(row)
    data = text.getvalue().encode()
    found = scan(data, Marks(ord(","), ord('"')))
    assert found.wellformed
    assert found.widths.tolist() == [len(row) for row in rows]
    assert found.first_lines.tolist() == lines
    assert found.starts.tolist() == starts
    assert (found.size, found.lines) == (len(data), data.count(b"\n"))


@pytest.mark.parametrize(
    ("text", "wellformed", "size"),
    [
        (b'a,"b"\n', True, 6),
        (b'a,"b"x\n', False, None),
        (b'a,5" b,7"\n', False, None),
        (b'a,""b\n', False, None),
        (b'a,b\n"open,\n', True, 4),
        (b'"a""b",""\n', True, 10),
        (b'a,"b"\r\n', True, 7),
    ],
)
def test_quotes_out_of_place_are_seen(text, wellformed, size):
    found = scan(text, Marks(ord(","), ord('"')))
    assert found.wellformed is wellformed
    assert size is None or found.size == size


def test_blank_records_are_marked():
    assert scan(b"a,b\n\n\r\n \nc,d\n", Marks(ord(","))).blank.tolist() == [False, True, True, False, False]
