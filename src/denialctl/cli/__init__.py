"""The command line: Typer parses, and each command is handed on to its function."""
