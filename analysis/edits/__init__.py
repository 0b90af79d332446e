"""What the analyst changed by hand: a journal beside the source, laid over the customer table, and erasure."""

from __future__ import annotations

from analysis.edits.apply import apply_edits
from analysis.edits.edit import Edit
from analysis.edits.erasure import Erased, erase, without_erased
from analysis.edits.journal import Journal, read_edits
from analysis.edits.source import EDITS_FILE, Edits, edits_of, erased_of, journal_of

__all__ = [
    "EDITS_FILE",
    "Edit",
    "Edits",
    "Erased",
    "Journal",
    "apply_edits",
    "edits_of",
    "erase",
    "erased_of",
    "journal_of",
    "read_edits",
    "without_erased",
]
