"""From the words on card and letter to the plan type: questions, a reason, and the doubt that is left.

The name of the company decides nothing: one insurer administers insured, self-funded,
Medicare, Medicaid, federal-employee and military plans under different clocks. If an
answer is not known, the finder names the plan types that are left and the question
that would settle it; it does not guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the person with the card in hand, with its possible answers in words."""

    name: str
    words: str
    answers: Mapping[str, str]


COVERAGE: Final = Question(
    "coverage",
    "Who gives the coverage?",
    {
        "employer": "an employer or union (a company's name or a group number on the card)",
        "individual": "bought by the person or family: marketplace, exchange, or from an insurer",
        "medicare": "Medicare in any form",
        "medicaid": "Medicaid, or a health plan under contract with it",
        "chip": "the Children's Health Insurance Program",
        "federal-employee": "Federal Employees (FEHB) or Postal Service (PSHB) program",
        "military": "TRICARE: Humana Military, TriWest",
        "veteran-family": "CHAMPVA",
        "tribal": "Indian Health Service, Purchased/Referred Care",
        "other": "short-term plan, fixed indemnity, health care sharing, separate dental or vision",
    },
)
SPONSOR: Final = Question(
    "sponsor",
    "What sort of employer is it?",
    {
        "private": "a company, a union, a non-profit",
        "government": "a state, county, city, school district, public university",
        "church": "a church, or a body that belongs to one",
    },
)
FUNDING: Final = Question(
    "funding",
    "Does an insurer bear the risk, or does the employer pay the claims itself?",
    {
        "insured": "an insurer: the letter names the state's insurance department",
        "self-funded": 'the employer: "administered by", "ASO", "self-funded", "self-insured"; level-funded too',
    },
)
GRANDFATHERED: Final = Question(
    "grandfathered",
    "Do the plan's papers say that it is grandfathered (unchanged since March 2010)?",
    {"yes": "the papers say so", "no": "they do not say so"},
)
MEDICARE: Final = Question(
    "medicare",
    "Which Medicare is it?",
    {
        "original": "the red, white and blue card, no plan",
        "advantage": "a Medicare Advantage plan (a contract number H.... or R.... on the card)",
        "drug": "a drug plan, or a drug denied under the drug part of a plan (contract number S....)",
        "dual": "a plan for people with Medicare and Medicaid (D-SNP, Dual Complete), whatever its notice is",
        "dual-integrated": (
            "such a plan whose letter says that it is an applicable integrated plan: one appeal for both programs"
        ),
        "pace": "PACE, the Program of All-Inclusive Care for the Elderly",
        "medigap": "a supplement to Original Medicare (Medigap)",
    },
)
NOTICE: Final = Question(
    "notice",
    "Which notice did the plan for people with Medicare and Medicaid send?",
    {
        "integrated": (
            "one notice with one appeal for both programs: the letter, or the plan, says applicable integrated plan"
        ),
        "medicare": "a notice of the Medicare plan (the form called Integrated Denial Notice, CMS-10003, is one)",
        "medicaid": "a notice of the Medicaid plan",
    },
)
MEDICAID: Final = Question(
    "medicaid",
    "Who decided: a health plan, or the state itself?",
    {"plan": "a health plan under contract with Medicaid", "state": "the state's agency or its contractor, no plan"},
)
QUESTIONS: Final = {
    question.name: question for question in (COVERAGE, SPONSOR, FUNDING, GRANDFATHERED, MEDICARE, NOTICE, MEDICAID)
}


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """The plan type, or those that are left; the reason; what is doubtful; what to ask next."""

    plan_types: tuple[str, ...]
    reason: str
    doubts: tuple[str, ...] = ()
    next_question: Question | None = None
    """The question that would settle it; None if it is settled, or no answer would help."""
    facts: tuple[str, ...] = ()
    """What to enter with the plan type, such as `funding=insured`."""


def find_plan(answers: Mapping[str, str]) -> PlanFinding:
    """Return the plan type that follows from the answers (by the names in `QUESTIONS`), or those that are left."""
    coverage = answers.get("coverage")
    implied = {_IMPLIES[name] for name in answers if name in _IMPLIES}
    if (
        coverage is None
        and answers.get("funding") == "insured"
        and implied == {"employer"}
        and "sponsor" not in answers
    ):
        return _insured()
    if coverage is None and len(implied) == 1:
        coverage = next(iter(implied))
    match coverage:
        case None:
            return PlanFinding((), "Nothing is known yet.", next_question=COVERAGE)
        case "employer":
            return _employer(answers)
        case "individual":
            return _individual(answers)
        case "medicare":
            return _medicare(answers)
        case "medicaid":
            return _medicaid(answers)
        case _:
            return _PROGRAMS[coverage]


_PROGRAMS: Final = {
    "chip": PlanFinding(
        ("chip",),
        "The Children's Health Insurance Program has its own review by the state (42 CFR part 457).",
        (
            (
                "Some states run CHIP as a part of Medicaid; then the letter speaks of Medicaid and a fair hearing: "
                "use the Medicaid plan type."
            ),
        ),
    ),
    "federal-employee": PlanFinding(
        ("fehb",),
        "Federal employee and postal plans are governed by 5 CFR 890.105: "
        "reconsideration by the carrier, then OPM. No state, no ERISA.",
        ("A drug denied under the Medicare drug plan of a retiree follows Medicare Part D: --plan medicare-part-d.",),
    ),
    "military": PlanFinding(
        ("tricare",),
        "TRICARE has its own appeals (32 CFR 199.10, 199.15).",
        (
            "TRICARE For Life follows Medicare first: if Medicare denied, use the Medicare ladder.",
            "A network provider appeals only with a signed appointment.",
        ),
    ),
    "veteran-family": PlanFinding(
        ("champva",),
        "CHAMPVA is a benefit of the VA, not TRICARE.",
        ("A veteran's own VA care is no CHAMPVA case: a clinical decision goes to the facility's patient advocate.",),
    ),
    "tribal": PlanFinding(
        ("ihs",),
        "Purchased/Referred Care is governed by 42 CFR 136.25: three levels of 30 days.",
        ("A tribally run program may have its own process.",),
    ),
    "other": PlanFinding(
        (),
        "Short-term plans, fixed indemnity, sharing ministries and separate dental or vision "
        "have none of the ladders encoded here.",
        ("The contract and the letter decide. If an employer gives it, ERISA's claims rule may apply: ask the plan.",),
    ),
}

_IMPLIES: Final = {
    "sponsor": "employer",
    "funding": "employer",
    "medicare": "medicare",
    "notice": "medicare",
    "medicaid": "medicaid",
}
"""The coverage for which each of these questions is asked."""
_SITUS = "The state that counts is the one where the policy was issued, not the patient's home."


def _insured() -> PlanFinding:
    """Return the finding if only an insurer is known: a policy that a person bought is insured too."""
    left = ("aca-group", "aca-individual", "grandfathered-group", "grandfathered-individual")
    return PlanFinding(
        left, "An insurer bears the risk; whether for an employer or for a person is not said.", next_question=COVERAGE
    )


def _employer(answers: Mapping[str, str]) -> PlanFinding:
    sponsor, funding, old = answers.get("sponsor"), answers.get("funding"), answers.get("grandfathered")
    if sponsor is None:
        paid = ("erisa-self-funded", "governmental-self-funded", "church", "grandfathered-group")
        left = {"insured": ("aca-group", "grandfathered-group"), "self-funded": paid}.get(
            funding or "", ("aca-group", *paid)
        )
        return PlanFinding(
            left, "An employer plan; what sort of employer decides whether ERISA reaches it.", next_question=SPONSOR
        )
    if old == "yes":
        facts = (f"funding={funding}",) if funding else ()
        reason = (
            "A grandfathered employer plan: the claims rule of ERISA, "
            "none of the review that the Affordable Care Act added."
        )
        asked = [
            (
                "The status must be stated in the plan's papers; it ends with certain changes. "
                "If in doubt, ask for the page."
            )
        ]
        if sponsor != "private":
            asked.append("ERISA's claims rule does not reach the plan of a church or a government: its papers decide.")
        return PlanFinding(
            plan_types=("grandfathered-group",),
            reason=reason,
            doubts=tuple(asked),
            next_question=None if funding else FUNDING,
            facts=facts,
        )
    if sponsor == "church" and funding != "insured":
        facts = ("funding=self-funded",) if funding else ()
        reason = "A church plan is not exempt from the Affordable Care Act although it is exempt from ERISA."
        doubts = (
            "A church plan may have elected ERISA: then the papers say so, and erisa-self-funded is the plan type.",
        )
        return PlanFinding(
            plan_types=("church",), reason=reason, doubts=doubts, next_question=None if funding else FUNDING
        )
    if funding == "insured":
        sort = "A church's" if sponsor == "church" else "A government's" if sponsor == "government" else "An employer's"
        reason = (
            f"{sort} plan with an insurer behind it: "
            "federal rules and the insurance law of the state, external review by the state."
        )
        return PlanFinding(("aca-group",), reason, (_SITUS, *_unless_old(old)))
    self_funded = "governmental-self-funded" if sponsor == "government" else "erisa-self-funded"
    if funding is None:
        reason = "An employer plan; whether an insurer bears the risk decides whether state law applies."
        doubts = (
            (
                "A national insurer's card may stand for a self-funded plan: "
                'look for "administered by", or ask the UM line.'
            ),
        )
        return PlanFinding(plan_types=(self_funded, "aca-group"), reason=reason, doubts=doubts, next_question=FUNDING)
    if sponsor == "government":
        reason = (
            "A government pays the claims itself: "
            "45 CFR 147.136, external review by private reviewers, HHS or a state, as the plan chose."
        )
        return PlanFinding(
            (self_funded,), reason, ("ERISA does not apply; the letter names the external process.", *_unless_old(old))
        )
    reason = (
        "The employer pays the claims itself: ERISA and federal external review; the insurance department has no power."
    )
    looks = (
        "A level-funded plan looks insured and is self-funded.",
        "A union's plan may have a grievance and arbitration process instead: ask for the agreement.",
    )
    return PlanFinding((self_funded,), reason, (*looks, *_unless_old(old)))


def _unless_old(grandfathered: str | None) -> tuple[str, ...]:
    return () if grandfathered == "no" else ("If the papers say grandfathered, the plan type is grandfathered-group.",)


def _individual(answers: Mapping[str, str]) -> PlanFinding:
    if answers.get("grandfathered") == "yes":
        reason = "A policy of a person unchanged since March 2010: state law alone, but for surprise bills."
        return PlanFinding(("grandfathered-individual",), reason, (_SITUS,))
    reason = (
        "A policy of a person or family: one internal level, then the external review of the state or the federal one."
    )
    doubts = (
        _SITUS,
        "Bought with money of an employer (ICHRA), or by a student through a school with an insurer: the same.",
    )
    old = (
        () if answers.get("grandfathered") == "no" else ("If the papers say grandfathered: grandfathered-individual.",)
    )
    return PlanFinding(("aca-individual",), reason, (*doubts, *old))


def _medicare(answers: Mapping[str, str]) -> PlanFinding:
    kind = answers.get("medicare", "dual" if "notice" in answers else None)
    if kind is None:
        left = ("medicare-ffs", "medicare-advantage", "medicare-part-d", "dsnp-integrated", "pace")
        return PlanFinding(left, "Medicare has five ladders that differ in every date.", next_question=MEDICARE)
    if kind == "medigap":
        reason = (
            "A supplement pays what Original Medicare approves: the appeal of the care is that of Original Medicare."
        )
        return PlanFinding(
            ("medicare-ffs",),
            reason,
            ("A dispute with the supplement's own insurer is a matter of state law (recalled).",),
        )
    if kind == "dual":
        return _dual(answers)
    plan_type, reason, doubt = {
        "original": ("medicare-ffs", "No plan: the five levels of Original Medicare (42 CFR part 405).", ""),
        "advantage": (
            "medicare-advantage",
            "A Medicare Advantage plan (42 CFR part 422): 65 days from the notice to ask for the reconsideration.",
            (
                "A drug of its drug part is medicare-part-d. "
                "A plan for both programs that says it is an integrated one is dsnp-integrated."
            ),
        ),
        "drug": (
            "medicare-part-d",
            "A drug under Part D (42 CFR part 423).",
            "A drug given by the doctor is Part B: medicare-advantage, medicare-ffs.",
        ),
        "dual-integrated": (
            "dsnp-integrated",
            (
                "An applicable integrated plan (42 CFR 422.629 to 422.634): "
                "one notice and one plan level for both programs."
            ),
            (
                "Most dual plans are not integrated: "
                "unless the letter says that it is one, use medicare-advantage or the Medicaid plan type."
            ),
        ),
        "pace": (
            "pace",
            "PACE has its own process (42 CFR 460.121 to 460.124).",
            "No federal rule sets the days to appeal: the center does.",
        ),
    }[kind]
    return PlanFinding((plan_type,), reason, (doubt,) if doubt else ())


def _dual(answers: Mapping[str, str]) -> PlanFinding:
    """Return the finding for a plan for people with Medicare and Medicaid: its notice decides."""
    notice = answers.get("notice")
    if notice is None:
        left = ("medicare-advantage", "medicaid-managed-care", "dsnp-integrated")
        reason = (
            "Most plans for people with Medicare and Medicaid are not integrated: "
            "the Medicare part and the Medicaid part go two ways."
        )
        return PlanFinding(left, reason, next_question=NOTICE)
    plan_type, reason = {
        "integrated": (
            "dsnp-integrated",
            "An applicable integrated plan: one plan level for both programs (42 CFR 422.629 to 422.634).",
        ),
        "medicare": (
            "medicare-advantage",
            "The Medicare part of a dual plan that is not integrated follows Medicare Advantage.",
        ),
        "medicaid": (
            "medicaid-managed-care",
            "The Medicaid part of a dual plan that is not integrated follows the Medicaid plan's rules.",
        ),
    }[notice]
    doubts = () if notice == "integrated" else ("The other program may have to decide too: it has a way of its own.",)
    return PlanFinding((plan_type,), reason, doubts)


def _medicaid(answers: Mapping[str, str]) -> PlanFinding:
    kind = answers.get("medicaid")
    if kind is None:
        reason = "A health plan's denial is appealed to the plan first, the state's own goes straight to a hearing."
        return PlanFinding(("medicaid-managed-care", "medicaid-ffs"), reason, next_question=MEDICAID)
    if kind == "plan":
        reason = (
            "A health plan under contract with Medicaid (42 CFR part 438): "
            "appeal to the plan, then the state's fair hearing."
        )
        return PlanFinding(
            ("medicaid-managed-care",),
            reason,
            ("If the patient has Medicare too and the letter says applicable integrated plan: dsnp-integrated.",),
        )
    return PlanFinding(
        ("medicaid-ffs",), "Medicaid from the state itself (42 CFR part 431): the fair hearing is the appeal."
    )
