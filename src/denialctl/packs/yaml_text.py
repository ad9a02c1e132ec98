"""YAML read as text: no value changes its meaning, and the line of every value is known.

YAML 1.1 would turn NO into false, 12:30 into 750 and 010 into 8, and would silently keep the last of two equal keys.
Here every scalar stays the text that was written; a key that appears twice is a fault, and so is a tag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from denialctl.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

Plain = str | list["Plain"] | dict[str, "Plain"] | None
Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 40
_LARGEST = 200_000
_TEXT_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)


@dataclass(slots=True)
class YamlText:
    """The content of one file, the line of every key, and the faults found in reading it."""

    file: str
    content: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    size: int = 0

    def line_of(self, path: Sequence[str | int]) -> int:
        """Return the line of a value; of the nearest one around it where it is missing."""
        known: Path = ()
        for part in path:
            if (*known, part) not in self.lines:
                break
            known = (*known, part)
        return self.lines.get(known, 1)


def read_yaml(text: str, file: str) -> YamlText:
    """Read a YAML file as text; syntax errors and doubled keys become faults."""
    result = YamlText(file)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        result.faults.append(Fault(file, line, "", f"this is not valid YAML: {error.problem or 'unreadable'}"))
        return result
    except (yaml.YAMLError, RecursionError) as error:
        result.faults.append(Fault(file, 1, "", f"this is not valid YAML: {type(error).__name__}"))
        return result
    if node is None:
        result.faults.append(Fault(file, 1, "", "the file is empty"))
        return result
    result.content = _plain(node, (), result)
    return result


def _plain(node: yaml.Node, path: Path, result: YamlText) -> Plain:
    line = node.start_mark.line + 1
    result.lines.setdefault(path, line)
    result.size += 1
    if result.size > _LARGEST:
        if result.size == _LARGEST + 1:
            result.faults.append(
                Fault(result.file, line, _dotted(path[:4]), "this file is too large, or its anchors multiply it")
            )
        return None
    if len(path) > _DEEPEST:
        result.faults.append(Fault(result.file, line, _dotted(path[:4]), "nested too deeply"))
        return None
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, result)
    if isinstance(node, yaml.SequenceNode):
        if result.size > _LARGEST:
            return None
        return [_plain(item, (*path, index), result) for index, item in enumerate(node.value)]
    return _mapping(node, path, result)


def _scalar(node: yaml.ScalarNode, path: Path, result: YamlText) -> str | None:
    if node.tag not in _TEXT_TAGS:
        result.faults.append(
            Fault(result.file, node.start_mark.line + 1, _dotted(path), f"the tag {node.tag} is not allowed")
        )
    text: str = node.value
    if node.style is None and text in ("", "~", "null"):
        result.faults.append(Fault(result.file, node.start_mark.line + 1, _dotted(path), "this key has no value"))
        return None
    return text


def _mapping(node: yaml.Node, path: Path, result: YamlText) -> dict[str, Plain]:
    content: dict[str, Plain] = {}
    first: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            result.faults.append(Fault(result.file, line, _dotted(path), "a key must be plain text"))
            continue
        key: str = key_node.value
        if key in content:
            result.faults.append(
                Fault(
                    result.file,
                    line,
                    _dotted((*path, key)),
                    f"this key stands twice; the first one is in line {first[key]}",
                )
            )
            continue
        first[key] = line
        result.lines[(*path, key)] = line
        content[key] = _plain(value_node, (*path, key), result)
    return content


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)
