"""Lines are wrapped at the width of the terminal; a mark stays whole."""

from __future__ import annotations

import pytest

from denialctl.law.firmness import Firmness
from denialctl.views.printing import fitted


@pytest.mark.parametrize("columns", range(46, 81))
@pytest.mark.parametrize("mark", [grade.mark for grade in Firmness if grade.mark])
def test_no_mark_is_torn(monkeypatch: pytest.MonkeyPatch, columns: int, mark: str) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = f"180 calendar days after receipt of the notice · 29 CFR 2560.503-1(h)(3)(i), 45 CFR 147.136(b)(2)(i) {mark}"
    lines = fitted(text, 6)
    assert sum(mark in line for line in lines) == 1
    assert all(len(line) <= columns for line in lines)
    assert " ".join(line.strip() for line in lines) == text
