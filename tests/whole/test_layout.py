"""How the code is laid out: short files, one meaning for each name, plain names, arguments that say what they are."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import denialctl

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(denialctl.__file__).parent
LONGEST = 400
"""Lines of a file: one idea is said in fewer."""
METAPHORS = frozenset(
    {"desk", "house", "door", "doors", "intake", "casework", "helper", "helpers", "util", "utils", "manager"}
)
"""Words that stand for what the field has a name for, or for nothing in particular."""
MANY = 4
"""A class with more fields than that is made with their names."""


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))
    }


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for file, tree in trees().items():
        yield from ((file, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def test_no_file_is_long() -> None:
    lengths = {file: len((SOURCE / file).read_text("utf-8").splitlines()) for file in trees()}
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST} == {}


def test_a_class_name_stands_for_one_thing() -> None:
    counted = Counter(node.name for _, node in classes())
    assert {name for name, times in counted.items() if times > 1} == set()


def identifiers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name) | ast.alias(asname=str(name)):
                yield name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def test_names_are_words_of_the_field() -> None:
    found = {
        (file, name)
        for file, tree in trees().items()
        for name in (file, *identifiers(tree))
        if words_of(name) & METAPHORS
    }
    assert {(file, name) for file, name in found if name != "util"} == set()  # importlib.util has its name


def fields_of(node: ast.ClassDef) -> int:
    """Count what a class is made of: the fields of a dataclass, or the arguments of its constructor."""
    if any("dataclass" in ast.dump(decorator) for decorator in node.decorator_list):
        return sum(isinstance(item, ast.AnnAssign) for item in node.body)
    made = (item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__")
    return max((len(item.args.args) - 1 for item in made), default=0)


def test_arguments_of_wide_constructors_are_named() -> None:
    wide = {node.name for _, node in classes() if fields_of(node) > MANY}
    by_place = defaultdict(list)
    for file, tree in trees().items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if (
                    name in wide and len(args) >= MANY
                ):
                    by_place[file].append(f"{name}, line {node.lineno}")
    assert by_place == {}
