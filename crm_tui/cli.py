"""Where ``crm-tui`` begins: files are opened at once, all else is a command.

Exit status: 0 done; 1 the data cannot give what was asked; 2 wrong usage or recipe; 130 interrupted; 129 and 143 hung
up and asked to end.
"""

from __future__ import annotations

import errno
import os
import sys

COMMANDS = frozenset({"demo", "doctor", "inspect", "methods", "open", "run", "score", "workspace"})
"""What is no path although a file may have that name."""
SIGNALLED = 128
"""Exit statuses above it are those of a program that a signal ended."""


def tell_fault(error: BaseException) -> None:
    """Say that a fault of ours ended the program and where it is written down, without a word of the data."""
    from analysis.faults import log_fault
    from analysis.workspace import state_home

    log = log_fault(error, state_home() / "faults.log")
    kind = type(error).__name__
    sys.stderr.write(
        f"crm-tui: stopped by a fault of its own ({kind}), nothing was written; where: {log} (no data in it)\n"
    )


def main() -> None:
    """Run the command line and end the program with its exit status, at once."""
    from crm_tui.launch import leave_at_once

    try:
        obey()
    except SystemExit as left:
        leave_at_once(left.code if isinstance(left.code, int) else 0)
    leave_at_once(0)


def obey() -> None:
    """Do what the command line says; problems that a user can act on become one sentence on stderr."""
    try:
        _begin()
    except KeyboardInterrupt:
        sys.exit(_said_interrupted(130))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except SystemExit as left:
        # Typer makes this of an interrupt, and a signal is taken so while files are written, without a word.
        if isinstance(left.code, int) and left.code > SIGNALLED:
            _said_interrupted(left.code)
        raise
    except BaseException as error:  # noqa: BLE001  Python's own report would print what may be data; a panic is no Exception
        sys.exit(_told(error))


def _said_interrupted(status: int) -> int:
    from crm_tui.interrupt import SAID

    sys.stderr.write(SAID)
    return status


def _begin() -> None:
    from crm_tui.launch import launch, paths_alone, speak_utf8

    speak_utf8()
    if (choices := paths_alone(sys.argv[1:], COMMANDS)) is not None:
        launch(choices)
    from crm_tui.commands import app

    app()


def _told(error: BaseException) -> int:
    """Say what ended the program; returns the exit status."""
    from analysis.errors import AnalysisError
    from crm_tui.inert import inert

    if isinstance(error, AnalysisError):
        sys.stderr.write(f"crm-tui: {inert(str(error), 1000)}\n")
        return error.status
    if isinstance(error, MemoryError):
        sys.stderr.write("crm-tui: there is not enough memory for this; nothing was written\n")
    elif isinstance(error, OSError) and error.errno == errno.ENOSPC:
        sys.stderr.write("crm-tui: there is no room for what is to be written; free some, or write elsewhere\n")
    else:
        tell_fault(error)
    return 1


if __name__ == "__main__":
    main()
