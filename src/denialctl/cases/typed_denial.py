"""A denial as it was typed: the words of the options, not yet read."""

from __future__ import annotations

from denialctl.cases.facts import TYPED

Word = str | bool | tuple[str, ...]
_NAMES = frozenset(fact.name for fact in TYPED)


class TypedDenial:
    """What was typed about a denial, by the names of its facts; it holds nothing that was not typed."""

    __slots__ = ("_given",)

    def __init__(self, **given: Word | None) -> None:
        """Take what was typed; None and an empty tuple mean that it was not typed.

        Raises `TypeError` for a name that is not a fact.
        """
        foreign = given.keys() - _NAMES
        if foreign:
            raise TypeError(f"{min(foreign)} is no fact of a denial (cases/facts.py)")
        self._given = {name: value for name, value in given.items() if value is not None and value != ()}

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def text(self, name: str) -> str | None:
        """Return what was typed for a fact with one value."""
        value = self._given.get(name)
        return value if isinstance(value, str) else None

    def flag(self, name: str) -> bool | None:
        """Return what was typed for a fact that is yes or no."""
        value = self._given.get(name)
        return value if isinstance(value, bool) else None

    def several(self, name: str) -> tuple[str, ...]:
        """Return all that was typed for a fact with several values."""
        value = self._given.get(name)
        return value if isinstance(value, tuple) else ()

    def but(self, **given: Word | None) -> TypedDenial:
        """Return a copy with some of its words changed."""
        return TypedDenial(**{**self._given, **given})
