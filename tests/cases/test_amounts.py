"""The amount at stake: read exactly, and only where it is one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from denialctl.cases.amounts import dollars


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", "1250"),
        ("$1,250.10", "1250.10"),
        ("$ 0.1", "0.1"),
        (" 12000.5 ", "12000.5"),
        (None, None),
        ("", None),
        ("about 1000", None),
        # Python reads these as numbers; they can be compared with none.
        ("nan", None),
        ("sNaN", None),
        ("infinity", None),
    ],
)
def test_an_amount_is_read_exactly(text: str | None, amount: str | None) -> None:
    assert dollars(text) == (None if amount is None else Decimal(amount))


def test_cents_decide_which_of_two_amounts_is_higher() -> None:
    """As floating-point numbers both are 10000000000000000.0."""
    first, second = dollars("10000000000000000.01"), dollars("10000000000000000.02")

    assert first is not None
    assert second is not None
    assert first < second
