"""A rule file as plain data: the form in which a pack is read, validated, kept in the cache and compiled.

Law as objects (`denialctl.law.rules`) is made of it by `compiling`; the models (`kinds`) say which keys there are.
"""

from __future__ import annotations

from typing import Any

PackData = dict[str, Any]
"""A pack, or any part of one that has keys: a stage, a rule, a window, a condition, a source, an example.

The keys are those of the YAML file. The values are texts, whole numbers, lists and dicts, so that all of it can be
written as JSON; days are texts (`2026-01-31`), and an option that was left out has no key. The whole pack also has
`pack` (the key that says its kind, such as `regime` or `payer`), `file` and `own` (whether it is the office's), and
each rule has the `file` and the `line` where it is written.
"""
Place = tuple[str | int, ...]
"""Where something stands in a pack: the keys, and the positions in lists, that lead to it."""
