"""A window of a rule file in words, where the file itself has none (`words`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.law.wording import read_span, say_event

if TYPE_CHECKING:
    from denialctl.packs.pack_data import PackData


def say_window(data: PackData) -> str:
    """Say a window in words, such as `60 calendar days after receipt of the notice`."""
    if "count" in data:
        side = "after" if "after" in data else "before"
        event = say_event(data.get("after") or data["before"])
        presumed = (
            f" (presumed {read_span(data['presumed_receipt']['count'])} after its date)"
            if "presumed_receipt" in data
            else ""
        )
        hour = f", until {data['cutoff'].replace('-', ' ')}" if "cutoff" in data else ""
        more = "".join(_say_link(link) for link in data.get("then", ()))
        return f"{read_span(data['count'])} {side} {event}{presumed}{more}{hour}"
    for key, word in (
        ("latest_of", "the later of: "),
        ("earliest_of", "the earlier of: "),
        ("readings", "two readings: "),
    ):
        if key in data:
            return word + "; ".join(_say_parts(data[key]))
    if "sure" in data:
        return f"{say_window(data['sure'])}; arguable: {say_window(data['arguable'])}"
    if "ends_with" in data:
        return f"until {say_event(data['ends_with'])}"
    return "as the notice says" if "see_notice" in data else "not offered"


def _say_link(link: PackData) -> str:
    if "to" in link:
        return ", then until 31 December of that year" if link["to"] == "end-of-year" else ", to the end of that day"
    return f", then {read_span(link['count'])}" if "count" in link else ""


def _say_parts(parts: list[PackData]) -> list[str]:
    """Say several windows; where two would read alike, add the conventions by which they differ."""
    said = [say_window(part) for part in parts]
    conventions = [_conventions(part) for part in parts]
    complete = []
    for text, own in zip(said, conventions, strict=True):
        others = [other for each, other in zip(said, conventions, strict=True) if each == text]
        differing = [words for name, words in own.items() if any(other[name] != words for other in others)]
        complete.append(f"{text} ({', '.join(differing)})" if differing else text)
    return complete


def _conventions(part: PackData) -> dict[str, str]:
    """Say by which convention a window is counted, for each thing that a convention decides."""
    over = part.get("roll", {}).get("over", ())
    days = [word for word in ("saturday", "sunday", "holidays") if word in over]
    moved = " and ".join(["weekends", *days[2:]] if {"saturday", "sunday"} <= set(over) else days)
    skipped = " and ".join(part.get("skip", ()))
    calendar = " or ".join(part.get("calendar", ()))
    missing = {
        "last-of-month": "a day that the month lacks is its last",
        "first-of-next": "a day that the month lacks is the 1st of the next",
    }
    return {
        "missing_day": missing.get(part.get("missing_day", ""), ""),
        "roll": f"moved off {moved}" if moved else "not moved off a weekend",
        "skip": f"{skipped} left out" if skipped else "every day runs",
        "calendar": f"by the calendar {calendar}" if calendar and not skipped else "",
        "trigger_day_counts": "that day is day 1" if "trigger_day_counts" in part else "the day after is day 1",
    }
