"""The entry point: runs the command line and turns every failure into its sentence and exit code."""

from __future__ import annotations

import gc
import io
import os
import sys

from denialctl.errors import EXIT_INTERRUPTED, EXIT_REFUSED, DenialctlError, FaultyRulesError, ReaderGoneError, harmless


def main() -> None:
    """Run the command line. No traceback reaches a user, and no patient data an error."""
    # A run is over in a fraction of a second: looking for garbage costs a tenth of it and frees nothing.
    gc.disable()
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    import typer  # noqa: PLC0415 - so that an interruption while it loads is one too

    from denialctl.cli import application  # noqa: PLC0415 - as above

    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its code: the case is stored by then.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = application(given)(args=given, prog_name="denialctl", standalone_mode=False)
        sys.stdout.flush()
    except DenialctlError as error:
        return _explain(error)
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("Interrupted; nothing was stored.\n")
        return EXIT_INTERRUPTED
    except (BrokenPipeError, ReaderGoneError):
        # Whoever read our output has seen enough (`denialctl list | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the one place where a failure of ours becomes a sentence
        return _wrong_usage(error) if hasattr(error, "format_message") else _own_fault(error)
    return code if isinstance(code, int) else 0


def _explain(error: DenialctlError) -> int:
    if isinstance(error, FaultyRulesError):
        for fault in error.faults:
            sys.stderr.write(f"{fault}\n")
    _tell(f"denialctl: {harmless(error.sentence)}")
    if error.way_out:
        _tell(f"  {harmless(error.way_out)}")
    return error.exit_code


def _tell(line: str) -> None:
    """Write a line to standard error, wrapped where people are looking."""
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
    sys.stderr.write(f"denialctl: {first if first.endswith(('.', '?')) else first + '.'}\n")
    sys.stderr.write("  See how it is written: denialctl -h, or -h after a command.\n")
    return int(getattr(error, "exit_code", 2))


def _own_fault(error: Exception) -> int:
    """Say that the program itself failed, where, and nothing of the data it held."""
    import traceback  # noqa: PLC0415 - only where the program failed

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119 - only the name
    sys.stderr.write(f"denialctl: this is a fault of the program ({type(error).__name__} at {where}); your cases are as they were.\n")
    sys.stderr.write("  Report it with the command that you typed, without patient data.\n")
    if os.environ.get("DENIALCTL_DEBUG"):
        traceback.print_exception(error)
    return EXIT_REFUSED


if __name__ == "__main__":
    main()
