"""The one kind of error that is the user's to act on."""

from __future__ import annotations


class AnalysisError(Exception):
    """Something the user can act on, said in one sentence: what is wrong, where, and what to do.

    ``what`` and ``remedy`` are plain text that may quote data; whoever shows them makes them inert first.
    ``status`` is the exit status of the command line: 1, the data cannot give what was asked.
    """

    status = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(what)

    def __str__(self) -> str:
        """Return the whole sentence: ``where: what; remedy``."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}; {self.remedy}" if self.remedy else text


def why_unreadable(error: OSError | UnicodeDecodeError) -> str:
    """Return in words why a text file could not be read, without its name."""
    if isinstance(error, UnicodeDecodeError):
        return "it is no UTF-8 text"
    return (error.strerror or str(error)).lower()


class OtherColumnsError(AnalysisError):
    """Files that were to be read as one table are tables of several kinds."""


class RecipeError(AnalysisError):
    """A recipe, a setting or a command line that cannot be used; exit status 2."""

    status = 2
