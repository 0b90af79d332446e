"""What the analyst changed by hand: a journal beside the source, laid over the customer table, and erasure."""

from __future__ import annotations

from analysis.edits.apply import apply_edits
from analysis.edits.edit import Edit
from analysis.edits.erasure import Erased, erase, without_erased
from analysis.edits.journal import Journal, read_edits

__all__ = ["Edit", "Erased", "Journal", "apply_edits", "erase", "read_edits", "without_erased"]
