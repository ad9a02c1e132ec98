"""The amount at stake, as the office wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def dollars(text: str | None) -> Decimal | None:
    """Read an amount such as `$1,250.00`, exactly; None where the text is no amount."""
    if not text:
        return None
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415 - most cases name no amount, and the list of the day orders all of them

    try:
        amount = Decimal(text.replace(",", "").strip().lstrip("$").strip())
    except InvalidOperation:
        return None
    # `nan` and `infinity` are numbers to a computer, and no amount to anybody else: they cannot be compared.
    return amount if amount.is_finite() else None
