"""The words of the field, in one place: plan types, stages, statuses, outcomes.

They are a contract: rules, output, scripts and documents use these and no others.
"""

from __future__ import annotations

from enum import StrEnum


class PlanType(StrEnum):
    """The body of rules that governs a plan type."""

    ACA_INDIVIDUAL = "aca-individual"
    ACA_GROUP = "aca-group"
    ERISA_SELF_FUNDED = "erisa-self-funded"
    GOVERNMENTAL_SELF_FUNDED = "governmental-self-funded"
    CHURCH = "church"
    GRANDFATHERED_GROUP = "grandfathered-group"
    GRANDFATHERED_INDIVIDUAL = "grandfathered-individual"
    MEDICARE_ADVANTAGE = "medicare-advantage"
    MEDICARE_PART_D = "medicare-part-d"
    MEDICARE_FFS = "medicare-ffs"
    DSNP_INTEGRATED = "dsnp-integrated"
    PACE = "pace"
    MEDICAID_MANAGED_CARE = "medicaid-managed-care"
    MEDICAID_FFS = "medicaid-ffs"
    CHIP = "chip"
    FEHB = "fehb"
    TRICARE = "tricare"
    CHAMPVA = "champva"
    IHS = "ihs"


UNSURE = "unsure"
"""The plan type of a case while nobody knows it. If a few are still possible, they are named, with commas between."""
PLAN_TYPE = "plan-type"
"""The stage under which `due` asks for an unknown plan type. Nothing is recorded in it; `edit --plan` settles it."""

PLAN_IN_WORDS: dict[str, str] = {
    "aca-individual": "insurance bought by the person or family, on or off the marketplace",
    "aca-group": "insurance that an employer bought from an insurer (fully insured)",
    "erisa-self-funded": 'an employer pays the claims itself; the card says "administered by", "ASO" or "self-funded"',
    "governmental-self-funded": "a state, county, city or school district pays the claims itself",
    "church": "the plan of a church or a church body",
    "grandfathered-group": "an employer plan unchanged since March 2010; its papers say grandfathered",
    "grandfathered-individual": "a personal policy unchanged since March 2010; its papers say grandfathered",
    "medicare-advantage": (
        "the card says Medicare Advantage, Part C, HMO or PPO with a Medicare contract number (H....)"
    ),
    "medicare-part-d": "a Medicare drug plan, or a drug denied under the drug part of a Medicare plan",
    "medicare-ffs": "the red, white and blue Medicare card, no plan (Original Medicare)",
    "dsnp-integrated": "one plan for Medicare and Medicaid together, whose letter says applicable integrated plan",
    "pace": "the Program of All-Inclusive Care for the Elderly: one center gives all Medicare and Medicaid care",
    "medicaid-managed-care": "a health plan under contract with the state's Medicaid program",
    "medicaid-ffs": "Medicaid directly from the state, no plan",
    "chip": "the Children's Health Insurance Program",
    "fehb": "Federal Employees Health Benefits, or the Postal Service program",
    "tricare": "military families: Humana Military or TriWest",
    "champva": "families of disabled veterans",
    "ihs": "Indian Health Service, Purchased/Referred Care",
}

STAGES: dict[str, str] = {
    "initial-decision": "The plan's first decision",
    "peer-to-peer": "Peer-to-peer call",
    "internal-appeal": "Internal appeal",
    "expedited-appeal": "Expedited internal appeal",
    "second-internal-appeal": "Second internal appeal",
    "external-review": "External review",
    "expedited-external-review": "Expedited external review",
    "ire-reconsideration": "Independent review entity",
    "qic-reconsideration": "Qualified independent contractor",
    "alj-hearing": "Hearing before an administrative law judge",
    "council-review": "Medicare Appeals Council",
    "judicial-review": "Federal court",
    "fast-track-appeal": "Fast-track appeal to the QIO",
    "discharge-appeal": "Hospital discharge appeal to the QIO",
    "continuation-of-benefits": "Continuation of benefits",
    "state-fair-hearing": "State fair hearing",
    "opm-review": "Review by OPM",
    "formal-review": "Formal review by DHA",
    "regulator-complaint": "Complaint to the regulator",
}


class Kind(StrEnum):
    """What sort of stage it is; also the order in which a ladder is shown."""

    INITIAL_DECISION = "initial-decision"
    PEER_TO_PEER = "peer-to-peer"
    CONTINUATION = "continuation"
    INTERNAL_APPEAL = "internal-appeal"
    EXPEDITED_APPEAL = "expedited-appeal"
    EXTERNAL_REVIEW = "external-review"
    FURTHER_REVIEW = "further-review"
    COMPLAINT = "complaint"


class Clock(StrEnum):
    """Whose turn it is. The plan and the reviewer are `theirs`, the provider is `ours`."""

    PROVIDER = "provider"
    PLAN = "plan"
    REVIEWER = "reviewer"

    @property
    def ours(self) -> bool:
        """Whether the office must act."""
        return self is Clock.PROVIDER


class Status(StrEnum):
    """How a deadline stands at a moment."""

    OPEN = "open"
    MET = "met"
    MET_LATE = "met-late"
    MISSED = "missed"
    WAITING = "waiting"
    LAPSED = "lapsed"
    PROJECTED = "projected"
    NOT_COMPUTED = "not-computed"
    MOOT = "moot"


class Basis(StrEnum):
    """How firm a date is."""

    LETTER = "letter"
    LAW = "law"
    CONTRACT = "contract"
    PRACTICE = "practice"


class Layer(StrEnum):
    """Where a rule came from; the first that speaks wins."""

    LETTER = "letter"
    OFFICE = "office"
    PAYER = "payer"
    STATE = "state"
    FEDERAL = "federal"
    PRACTICE = "practice"


class Band(StrEnum):
    """When the office has to turn to a deadline."""

    MISSED = "missed"
    TODAY = "today"
    NEXT_BUSINESS_DAY = "next-business-day"
    THIS_WEEK = "this-week"
    LATER = "later"


CONFIRMED = frozenset({"seen", "seen-quote"})
"""Statuses of a source in which somebody read the rule itself, or a dated quotation of it."""

OUTCOMES = (
    "requested",
    "scheduled",
    "held",
    "approved",
    "pending-documents",
    "documents-sent",
    "sent",
    "filed",
    "acknowledged",
    "extended",
    "info-requested",
    "info-supplied",
    "upheld",
    "partly-upheld",
    "dismissed",
    "forwarded",
    "expedite-refused",
    "withdrawn",
)
"""What may happen in a stage (`record CASE STAGE WHAT`)."""

ASKED_FOR_PAPERS = ("pending-documents", "info-requested")
"""The plan or reviewer wants papers from us, and may say until when."""

DECISIONS = ("approved", "upheld", "partly-upheld", "dismissed")
ADVERSE = ("upheld", "partly-upheld", "dismissed")

STEPS: dict[str, tuple[str, ...]] = {
    # step: the events of its stage that fulfil it; the earliest of them counts
    "request": ("requested", "scheduled", "held", *DECISIONS, "pending-documents"),
    "hold": ("held", *DECISIONS, "pending-documents"),
    "supply": ("documents-sent", "info-supplied"),
    "answer": DECISIONS,
    "file": ("filed",),
    "cure": ("info-supplied",),
    "acknowledge": ("acknowledged", *DECISIONS),
    "preliminary-review": ("acknowledged", "info-requested", *DECISIONS),
    "preliminary-notice": ("acknowledged", "info-requested", *DECISIONS),
    "forward": ("forwarded", *DECISIONS),
    "assign": ("acknowledged", *DECISIONS),
    "documents": ("forwarded", *DECISIONS),
    "ask": ("info-requested", *DECISIONS),
    "decide": DECISIONS,
    "written": (),
    "carry-out": (),
    "explain": (),
    "notify": (),
    "evidence": ("info-supplied",),
    "deliver": (),
}
"""The steps of a stage, each with the recorded events by which it counts as done."""

MAIN_STEPS = frozenset({"request", "file", "forward", "decide", "deliver"})
"""The main steps of a stage. The timeline shows them even while they are only projected; the others appear
once their stage has begun and the event has happened from which they are counted."""

UNRECORDED = frozenset({"written", "notify", "explain", "deliver"})
"""Duties of the plan or reviewer for which no event is recorded: shown, but not chased."""

CHASES = ("call", "supervisor", "written")
"""Ways of asking the plan or reviewer for what they owe, from the mildest to the firmest."""

PHONE_ABOUT = ("peer-to-peer", "external-review", "drugs", "provider-service")
"""What a payer's telephone line is for."""

MEDICAID_PLANS = frozenset({"medicaid-managed-care", "medicaid-ffs", "chip", "dsnp-integrated"})
"""The plan types whose denials may go to a state's Medicaid or hearing office.

An integrated Medicare and Medicaid plan is one of them: its Medicaid services go to the state's fair hearing
(42 CFR 422.634). PACE is not, because this program applies no state's rules to it.
"""

PHASES = ("pre-service", "concurrent", "post-service")
SERVICES = ("item", "drug", "part-b-drug", "payment")
SETTINGS = ("inpatient", "outpatient", "post-acute")
URGENCIES = ("standard", "urgent")
CHANNELS = ("mail", "fax", "portal", "phone", "hand")

STATES: dict[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "PR": "Puerto Rico", "GU": "Guam",
    "VI": "US Virgin Islands", "AS": "American Samoa", "MP": "Northern Mariana Islands",
}  # fmt: skip
