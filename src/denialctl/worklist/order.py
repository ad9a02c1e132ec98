"""One list for the morning, in an order that can be explained in a sentence, never a score.

Bands first. Inside a band: hour clocks and expedited before days, benefits that
would stop before ordinary dates, then the last right before one that has a
successor, the nearer moment, the higher amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from denialctl.dates.moments import Instant, end_of, parse_moment, say, say_day
from denialctl.vocabulary import Band

if TYPE_CHECKING:
    from collections.abc import Container

    from denialctl.dates.moments import Moment

Data = dict[str, Any]
_RANK = {band: index for index, band in enumerate(Band)}


@dataclass(frozen=True)
class Morning:
    """The day that the list is made for, as the office sees it."""

    now: Instant
    closed_days: Container[str]

    @cached_property
    def today(self) -> date:
        """The calendar day in the office's zone."""
        return self.now.day

    def is_open(self, day: date) -> bool:
        """Tell whether the office is open on a day."""
        return day.weekday() < 5 and day.isoformat() not in self.closed_days

    @cached_property
    def next_business_day(self) -> date:
        """The first open day after today."""
        day = self.today + timedelta(days=1)
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    @cached_property
    def end_of_week(self) -> date:
        """The Sunday that ends this calendar week."""
        return self.today + timedelta(days=6 - self.today.weekday())

    def business_days_until(self, day: date) -> int:
        """Count the open days after today up to and including `day`, at most two weeks ahead."""
        return sum(ahead <= day for ahead in self._open_days)

    @cached_property
    def _open_days(self) -> list[date]:
        ahead = [self.today + timedelta(days=offset) for offset in range(1, 15)]
        return [day for day in ahead if self.is_open(day)]


def surfaces(item: Data) -> bool:
    """Tell whether a deadline belongs on the list: ours to act on, or theirs to be chased."""
    if item["clock"] != "provider":
        return bool(item["status"] == "lapsed") and not item.get("raised")
    if item.get("receipt_unknown") or item.get("give_cause"):
        return True
    return bool(item["stage_open"]) and item["status"] in ("open", "missed", "not-computed")


def surface_day(item: Data) -> str:
    """Return the day from which a deadline has to be looked at; `0000` for at once."""
    if item["status"] in ("missed", "lapsed") or any(item.get(name) for name in ("sent_unproved", "receipt_unknown", "give_cause")):
        return "0000-00-00"
    if item["status"] == "not-computed" and not item["act_by"]:
        return "0000-00-00"
    return last_day(item["act_by"] or item["due"] or "0000-00-00")


def last_day(text: str) -> str:
    """Return the day of a stored moment; midnight at the end of a day belongs to that day."""
    if "T" not in text:
        return text
    return (datetime.fromisoformat(text) - timedelta(seconds=1)).date().isoformat()


def band_of(item: Data, morning: Morning) -> Band:
    """Put a deadline into its band."""
    if item["status"] == "missed":
        return Band.MISSED
    day = surface_day(item)
    if day < morning.next_business_day.isoformat() or _over_today(item, morning):
        # What ends on a closed day before the office opens again (Saturday noon) is for today: nobody is there then.
        return Band.TODAY
    if day <= morning.next_business_day.isoformat():
        return Band.NEXT_BUSINESS_DAY
    return Band.THIS_WEEK if day <= morning.end_of_week.isoformat() else Band.LATER


def _over_today(item: Data, morning: Morning) -> bool:
    return item["due"] is not None and last_day(item["due"]) <= morning.today.isoformat()


def order_key(item: Data, case: Data, morning: Morning) -> tuple[object, ...]:
    """Return the place of a deadline in the list; smaller comes first."""
    nearest = item["due"]
    if item.get("usual_over") or (item["status"] == "not-computed" and item["act_by"]):
        # Its last day may be any day: it stands with what ends today, not before it.
        nearest = max(last_day(item["act_by"] or nearest or ""), morning.today.isoformat())
    return (
        _RANK[band_of(item, morning)],
        speed(item, case),
        0 if item.get("last_right") else 1,
        _sortable(nearest, morning) if nearest else "0000",
        -_amount(case),
        case.get("id") or 0,
        item["id"],
    )


def _sortable(text: str, morning: Morning) -> str:
    return end_of(parse_moment(text, morning.now.zone), morning.now.zone).utc.isoformat()


def speed(item: Data, case: Data) -> int:
    """Return 0 for hour clocks and expedited cases, 1 for running benefits, 2 for the rest."""
    by_the_hour = item["due"] is not None and "T" in item["due"] and not item.get("usual_over")
    urgent = case["urgency"] == "urgent" and item["kind"] in ("expedited-appeal", "external-review")
    if by_the_hour or urgent or item["kind"] == "expedited-appeal":
        return 0
    return 1 if item["kind"] == "continuation" else 2


def _amount(case: Data) -> float:
    """Return the amount at stake, for the order of the list only."""
    try:
        return float(str(case.get("amount") or "0").replace(",", "").lstrip("$"))
    except ValueError:
        return 0.0


def why_here(item: Data, case: Data, morning: Morning) -> str:
    """Explain in one sentence why a deadline stands where it stands."""
    band = band_of(item, morning)
    if item["status"] == "lapsed" and item.get("done"):
        first = f"their notice was due {_said(item['due'], morning)} and came {_said(item['done'], morning)}: it is for us to say so"
    elif item["status"] == "lapsed":
        first = f"their decision is overdue since {_said(item['due'], morning)}: it is for us to escalate"
    elif band is Band.MISSED:
        first = f"the last day was {_said(item['latest'] or item['due'], morning)}"
    elif item.get("give_cause"):
        first = f"it was filed after its last day, {_said(item['due'], morning)}, and may be dismissed for that"
    elif item.get("receipt_unknown"):
        first = "their clock does not run here until the day on which they received it is recorded"
    elif item.get("sent_unproved"):
        first = "it was sent, and nothing proves that they received it"
    elif item["status"] == "not-computed":
        first = f"no date can be computed: {item['missing']}"
    elif band is Band.TODAY:
        first = _why_today(item, morning)
    else:
        first = f"planned for {_said(item['act_by'] or item['due'], morning)}"
    extra = []
    if speed(item, case) < 2:
        extra.append("hour clocks, expedited cases and running benefits come first")
    if item.get("last_right"):
        extra.append("no further right follows this one")
    return "; ".join([first, *extra])


def _why_today(item: Data, morning: Morning) -> str:
    if _over_today(item, morning):
        last = item["due"] if last_day(item["due"]) >= morning.today.isoformat() else None
        if item.get("usual_over"):
            act = "ask" if item["step"] == "request" else "do it"
            return f"the usual time, {_said(item['latest'] or item['due'], morning)}, is over, which ends no right: {act} all the same"
        return (
            "the last day is today"
            if last
            else f"the safe day, {_said(item['due'], morning)}, is over; {_said(item['latest'], morning)} can still be argued"
        )
    planned = item["act_by"] or item["due"]
    if planned is not None and last_day(planned) < morning.today.isoformat():
        return f"it was planned for {_said(planned, morning)}"
    return "it is planned for today"


def time_left(item: Data, morning: Morning) -> str:
    """Say how much time is left until `due` (or how long it is over)."""
    if item["due"] is None:
        return ""
    due = parse_moment(item["due"], morning.now.zone)
    if isinstance(due, Instant):
        return _hours_left(due, morning)
    days = (due - morning.today).days
    if days < 0:
        return f"{-days} day{'s' if days != -1 else ''} ago"
    if days == 0:
        return "today"
    business = morning.business_days_until(due) if days <= 14 else None
    return f"{days} day{'s' if days != 1 else ''} left" + (f", {business} bd" if business is not None else "")


def _hours_left(due: Instant, morning: Morning) -> str:
    seconds = int((due.utc - morning.now.utc).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    days, rest = divmod(hours, 24)
    said = f"{days} d {rest} h" if days else f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{said} left" if seconds >= 0 else f"{said} ago"


def action_of(item: Data) -> str:
    """Say what to do now about a deadline."""
    if item["status"] == "lapsed" and item.get("done"):
        return f"CAME TOO LATE: {item['title']}. Now: {item['if_missed']}"
    if item["status"] == "lapsed":
        return " ".join((f"LATE, theirs: {item['say']} Now: {item['if_missed']}", *item.get("assumed", ())))
    if item.get("sent_unproved"):
        return f"Get proof that they received it (fax page, tracking, portal number): {item['say']}"
    if item.get("give_cause"):
        return f"Filed late: give good cause in writing now, before it is dismissed. {item.get('late_filing') or item['if_missed']}"
    if item.get("receipt_unknown"):
        return f"Record the day on which they received it, so that their clock runs: {item['stage']} filed --on DATE."
    if item["status"] == "missed":
        late = f" {item['late_filing']}" if item.get("late_filing") else f" {item['if_missed']}"
        doubt = "" if item["confirmed"] else " The rule is unconfirmed: check the letter, and do it all the same."
        return f"MISSED: {item['say']}{late}{doubt}"
    if item["status"] == "not-computed" and item["missing"]:
        none = " No call offered? Record: peer-to-peer withdrawn." if item["id"] == "peer-to-peer.request" else ""
        return f"{item['say']} Date not computed: {item['missing']}.{none}"
    trigger = item["trigger"] or {}
    if item["id"] == "peer-to-peer.hold" and "T" in str(trigger.get("at")):
        return f"{item['say']} At {datetime.fromisoformat(trigger['at']):%H:%M}."
    return str(item["say"])


def _said(text: str | None, morning: Morning) -> str:
    if text is None:
        return "an unknown day"
    moment: Moment = parse_moment(text, morning.now.zone)
    return say(moment) if isinstance(moment, Instant) else say_day(moment)
