"""The amount at stake, in dollars, as the office wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def dollars(text: str | None) -> Decimal | None:
    """Return an amount such as `$1,250.00` exactly, in dollars; None if the text is not an amount."""
    if not text:
        return None
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415 - most cases name no amount

    try:
        amount = Decimal(text.replace(",", "").strip().lstrip("$").strip())
    except InvalidOperation:
        return None
    # `Decimal` also reads `nan` and `infinity`, which are not amounts and cannot be put in order.
    return amount if amount.is_finite() else None
