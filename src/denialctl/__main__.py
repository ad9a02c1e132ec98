"""The entry point: runs the command line and turns every failure into a sentence and an exit code."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from typing import TYPE_CHECKING

from denialctl import kept
from denialctl.errors import (
    EXIT_INTERRUPTED,
    EXIT_REFUSED,
    EXIT_UNPRINTED,
    DenialctlError,
    FaultyRulesError,
    ReaderGoneError,
    UnprintedError,
    harmless,
)

if TYPE_CHECKING:
    from typing import TextIO

_SHOWN = 3
_DO_NOT_REPEAT = "It is kept: do not enter it again."
_REPORT = "Report it with the command that you typed, without patient data."


def main() -> None:
    """Run the command line. No traceback reaches a user, and no patient data an error."""
    # A run takes a fraction of a second: collecting garbage would cost a tenth of that and free nothing.
    gc.disable()
    code = run()
    _drop_what_cannot_be_told()
    # Nor need Python look through all that is there once more when it ends.
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    import typer  # noqa: PLC0415 - so that Ctrl-C while it loads is handled here too

    from denialctl.cli.app import application  # noqa: PLC0415 - as above

    given = sys.argv[1:] if arguments is None else arguments
    kept.begin()
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        # If a terminal cannot show a character, print its code: by then the case is stored, and printing must not fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = application(given)(args=given, prog_name="denialctl", standalone_mode=False)
        _flush()
    except DenialctlError as error:
        return _explain(error)
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except (BrokenPipeError, ReaderGoneError):
        return _reader_gone()
    except Exception as error:  # noqa: BLE001 - the one place where a fault of the program becomes a sentence
        if isinstance(error, OSError) and error.filename is None:
            # An error without a file name: the output failed while help or a question was printed.
            return _explain(UnprintedError(error.strerror or "its output is closed"))
        return _wrong_usage(error) if hasattr(error, "format_message") else _own_fault(error)
    if code == EXIT_INTERRUPTED:
        # The parser ends with this code after Ctrl-C and prints nothing.
        return _interrupted()
    if kept.kept() and kept.untold():
        return EXIT_UNPRINTED
    return code if isinstance(code, int) else 0


def _interrupted() -> int:
    _tell(f"Interrupted; stored before that: {_kept()}." if kept.kept() else "Interrupted; nothing was stored.")
    return EXIT_INTERRUPTED


def _open_what_is_closed() -> None:
    """Open the null device as standard output and standard error if they are closed.

    Otherwise the next file that is opened, such as the database, gets the file number of the closed output, and
    what is printed is written into it. Standard output is opened for reading only, so that writing to it fails.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - stays open; for reading
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnprintedError(error.strerror or "its output is closed") from None


def _reader_gone() -> int:
    """End the run after the reader of the output has closed it; return the exit code.

    That is no error for a command that only shows something (`denialctl list | head`). After a command that stored
    something it is one: a script that never got the answer (the number of the case, whom to tell) must not believe
    that all went well, nor run the command again.
    """
    _silence(sys.stdout)
    if not kept.kept():
        return 0
    return _explain(UnprintedError("whoever was to read it is gone"))


def _silence(stream: TextIO) -> None:
    """Send what is still buffered for an output to the null device; otherwise Python complains at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _drop_what_cannot_be_told() -> None:
    """Let go of lines for standard error that a full disk did not take.

    Python would try once more at exit, fail, and end with a code of its own instead of ours.
    """
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _silence(sys.stderr)


def _kept() -> str:
    """Say what was stored, shortened after three."""
    words = kept.kept()
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return harmless(", ".join(words[:_SHOWN]) + more)


def _explain(error: DenialctlError) -> int:
    if isinstance(error, UnprintedError):
        _silence(sys.stdout)
        if kept.kept():
            _tell(f"denialctl: Stored: {_kept()}. Only the answer could not be printed: {error.why}.")
            _tell(f"  {_DO_NOT_REPEAT}")
            return EXIT_UNPRINTED
    if isinstance(error, FaultyRulesError):
        for fault in error.faults:
            _tell(str(fault))
    _tell(f"denialctl: {harmless(error.sentence)}")
    if error.way_out:
        _tell(f"  {harmless(error.way_out)}")
    if kept.kept():
        _tell(f"  Stored before that: {_kept()}. {_DO_NOT_REPEAT}")
        return EXIT_UNPRINTED
    return error.exit_code


def _tell(line: str) -> None:
    """Write a line to standard error, wrapped on a terminal. If that fails, the exit code must be enough."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr.isatty():
            import shutil  # noqa: PLC0415 - only for people
            import textwrap  # noqa: PLC0415 - as above

            width = max(40, shutil.get_terminal_size((80, 24)).columns)
            line = textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        sys.stderr.write(f"{line}\n")


def _wrong_usage(error: Exception) -> int:
    """Say what the parser did not understand."""
    said = str(error.format_message()) if hasattr(error, "format_message") else str(error)
    first = harmless(said.splitlines()[0] if said else "I cannot read this command line.")
    _tell(f"denialctl: {first if first.endswith(('.', '?')) else first + '.'}")
    _tell("  See how it is written: denialctl -h, or -h after a command.")
    return int(getattr(error, "exit_code", 2))


def _own_fault(error: Exception) -> int:
    """Say that the program itself failed, where, and nothing of the data it held."""
    import traceback  # noqa: PLC0415 - only after a fault

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119 - only the name
    stored = kept.kept()
    what = f"it came after this was stored: {_kept()}." if stored else "your cases are as they were."
    _tell(f"denialctl: this is a fault of the program ({type(error).__name__} at {where}); {what}")
    _tell(f"  {_DO_NOT_REPEAT} {_REPORT}" if stored else f"  {_REPORT}")
    _silence(sys.stdout)
    if os.environ.get("DENIALCTL_DEBUG"):
        traceback.print_exception(error)
    return EXIT_UNPRINTED if stored else EXIT_REFUSED


if __name__ == "__main__":
    main()
