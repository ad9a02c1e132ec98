"""The words that cards and letters print, and which answer of the plan finder each gives: one table.

A row is a term of the field, never the name of a company. Names of states' programs are
listed only if they belong to one program; a name of two programs (NJ FamilyCare,
HUSKY B, All Kids) is left out, so that the user is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sign:
    """Some words, the question that they answer, and the answer.

    `words` is a pattern; a blank in it matches any blanks or a line break.
    """

    words: str
    question: str
    answer: str
    opposite: str | None = None
    """The answer if the words are denied ("not self-funded"); None: they then give no answer."""
    not_after: str = ""
    """Words that take the meaning away if they come shortly before, in the same clause."""
    not_before: str = ""
    """Words that take the meaning away if they follow directly."""
    not_within: str = ""
    """Words that take the meaning away if the matched words contain them."""
    only_with: str = ""
    """Words that must also occur somewhere on the paper."""
    capitals: bool = False
    """True if a letter must print it in capitals: `PACE` is a program, `pace` is not."""
    weak: bool = False
    """True if every other sign of the coverage takes precedence, because many papers print this one."""
    few_words: bool = False
    """True if it counts only on a card: a letter mentions much that it is not about."""


_VENDORS: Final = (
    r"evicore|carelon|aim specialty|evolent|national imaging|magellan|optum|caremark|express scripts|prime therapeutics"
    r"|cohere|palmetto|novitas|noridian|national government services|ngs\b|cgs\b|wps\b|wisconsin physicians|first coast"
    r"|humana military|triwest"
)
"""Companies that review, pay for drugs, or work for Medicare and TRICARE.

That one of them administers something does not show who bears the risk.
"""
_BY_HAND: Final = (
    r"(an?|the|your|our|us|cms|opm|state|iv|mouth|nurse|physician|doctor|providers?|injection|infusion|inhal|intra"
    r"|subcutaneous|pump|needle|syringe|health ?care|trained|qualified|licensed|home|hospital|oral)\b"
)
"""What follows `administered by` if a drug is meant: by whom or how it is given."""
_PART_OF_IT: Final = (
    r"pharmacy|drugs?|prescriptions?|rx|dental|vision|behavioral|mental|authorizations?|pre-?certification|utilization"
    r"|imaging|stop[- ]loss|cobra|fsa|hra|hsa|medication|dose|therapy|treatment|vaccine|tricare|medicare|medicaid"
    r"|program"
)
"""Words before `administered by` if only a part of the coverage, or a program, is administered."""
_DUAL: Final = r"(d-?snp|dual[- ]?(complete|eligible|advantage|special needs|care plus)|fide[- ]?snp|hide[- ]?snp)"
_MEDICAID_NAMES: Final = (
    r"medicaid|medi-cal|tenncare|masshealth|badgercare( plus|\+)?|ahcccs|apple health|husky(?! b\b)( health)?|med-quest"
    r"|hoosier healthwise|hoosier care connect|maryland healthchoice"
)
_MEDICAID_PLANS: Final = r"star ?\+ ?plus|star kids|star health|soonerselect|community healthchoices"
_LEGAL_FORM: Final = r"(inc|incorporated|llc|corp|corporation|ltd|llp)\b"
_OWNED_BY_OTHERS: Final = (
    r"church|diocese|parish|ministr|catholic|lutheran|methodist|baptist|presbyterian|adventist|jewish|christian|saint"
    r"|st\.|sisters|bishop|hospital|health|medical|school|college|university|academy|county|city|town|state|public"
    r"|authority|district"
)
"""Companies that may belong to a church or a government, so that their legal form shows nothing."""

_PRACTICE: Final = (
    r"medical|orthop|surg|cardio|radiolog|imaging|physician|doctors?|dental|therapy|practice|provider|clinic"
    r"|control|support|peer|age|study"
)
"""Groups that are not an employer's: of physicians, of patients."""

_REGULATED: Final = (
    r"(regulated|licensed|supervised|overseen) by (the )?([a-z]+ ){0,3}"
    r"((department|division|bureau|commissioner|commission|administration|office)"
    r" of (financial services|commerce|insurance|managed health care)"
    r"|insurance (department|division|bureau|commissioner|administration))"
)
_OTHERS: Final = r" (or (fully )?insured|plans|groups|employers|customers|accounts)"
"""What follows if a sentence is about such plans in general, not about this one."""
_MARKET: Final = r"((health insurance |insurance )?(marketplace|exchange)|healthcare\.gov|covered california)"
_SMALL_BUSINESS: Final = r"shop|small business"
_RATED: Final = r"[- ]?(rating|ratings|rated)"
_TEXAS: Final = r"(?i)\b(texas|tx|medicaid)\b"
_A_FORM: Final = r" of (this|the|your|our) (form|letter|notice|policy|contract|brochure|page)"
_EMPLOYER: Final = r"(group|employer|plan sponsor|plan name|name of plan)( name)? ?[:#]?"
"""The words before the name of the employer on a letter."""
_GOVERNMENT: Final = r"((county|city|town|state) of (?-i:[A-Z])\w+|([a-z]+ )?school district|[a-z]+ public schools)"
_CHURCH: Final = r"(church|diocese|archdiocese)"
_OF_THE_LAW: Final = r"laws?|by|in|under|licensed|regulated|with|from"
_AUTHORITY: Final = r"( \w+){0,2} (department|division|insurance|medicaid|office|agency|law)"
_STREET: Final = r" (street|st\b|road|rd\b|avenue|ave\b|lane|hill)"

SIGNS: Final = (
    # -- who bears the risk
    Sign(r"(aso|administrative services only)", "funding", "self-funded"),
    Sign(r"tpa", "funding", "self-funded", capitals=True),
    Sign(
        r"(third[- ]party administrator)",
        "funding",
        "self-funded",
        not_after=_PART_OF_IT,
        not_before=rf"[, ]*(for|of) |[:, ]*({_VENDORS})",
    ),
    Sign(
        r"administered by",
        "funding",
        "self-funded",
        not_after=_PART_OF_IT,
        not_before=rf"[: ]*(({_BY_HAND})|({_VENDORS}))",
    ),
    Sign(
        r"(self[- ]?(funded|insured)|level[- ]?funded)",
        "funding",
        "self-funded",
        opposite="insured",
        not_after=r"insured or|either",
        not_before=_OTHERS,
    ),
    Sign(r"fully[- ]insured", "funding", "insured", opposite="self-funded", not_before=_OTHERS),
    Sign(r"(underwritten by|insured by)", "funding", "insured", not_after=r"stop[- ]loss|reinsurance|excess"),
    Sign(r"tdi", "funding", "insured", capitals=True, not_before=r" (benefits?|claim)|[: ]*\d"),
    Sign(r"doi", "funding", "insured", capitals=True, not_before=r"\.org|[:/ ]*\d"),
    Sign(_REGULATED, "funding", "insured"),
    Sign(r"(texas department of insurance|department of managed health care|dmhc|nysdfs)", "funding", "insured"),
    # -- who gives the coverage
    Sign(rf"{_MARKET}", "coverage", "individual", few_words=True, not_after=_SMALL_BUSINESS),
    Sign(rf"((on|off)[- ]exchange|{_MARKET} (plan|policy))", "coverage", "individual", not_after=_SMALL_BUSINESS),
    Sign(
        rf"(bought|purchased|enrolled) ([a-z]+ ){{0,3}}(on|in|through|from|at) (the )?{_MARKET}",
        "coverage",
        "individual",
    ),
    Sign(r"(qualified health plan|qhp)", "coverage", "individual", not_after=_SMALL_BUSINESS),
    Sign(
        r"(individual (and|&) family( plan)?|individual (health )?(policy|plan)|individual market)",
        "coverage",
        "individual",
    ),
    Sign(
        r"(fehbp?|federal employees?( health benefits?)?( program)?|fep|pshbp?|postal service health( benefits?)?)",
        "coverage",
        "federal-employee",
        not_before=r" (blue ?)?(vision|dental|dental and vision)",
    ),
    Sign(
        r"(fedvip|short[- ]term (limited[- ]duration|health|medical)( insurance| plan)?"
        r"|fixed indemnity|(health ?care )?sharing ministry)",
        "coverage",
        "other",
    ),
    Sign(r"(tricare( prime| select| for life| reserve select)?|humana military|triwest)", "coverage", "military"),
    Sign(
        r"(champva|civilian health and medical program of the (department of veterans affairs|va))",
        "coverage",
        "veteran-family",
    ),
    Sign(r"(indian health( service)?|purchased/?referred care)", "coverage", "tribal"),
    Sign(r"ihs", "coverage", "tribal", capitals=True),
    Sign(r"(children'?s health insurance( program| plan)?|peachcare( for kids)?|utah chip)", "coverage", "chip"),
    Sign(r"chip", "coverage", "chip", capitals=True),
    Sign(rf"({_MEDICAID_NAMES}|{_MEDICAID_PLANS})", "coverage", "medicaid", not_after=r"centers for medicare"),
    Sign(r"medicare (and|&) medicaid", "coverage", "medicare", not_after=r"centers for"),
    Sign(r"star", "coverage", "medicaid", capitals=True, only_with=_TEXAS, not_before=_RATED, not_after=r"\d|five"),
    Sign(
        r"(employee (health|medical|welfare|benefits?)( care)?( benefits?)? plan|employer[- ]sponsored)",
        "coverage",
        "employer",
        not_after="federal|postal",
    ),
    Sign(
        r"group( (number|no\.?|nbr|id|name|policy|plan))? ?[:#]", "coverage", "employer", weak=True, not_after=_PRACTICE
    ),
    Sign(r"group health plan", "coverage", "employer", weak=True),
    Sign(r"group (number|no\.?|nbr|id|policy|coverage|plan)", "coverage", "employer", weak=True, not_after=_PRACTICE),
    Sign(
        r"group",
        "coverage",
        "employer",
        weak=True,
        few_words=True,
        not_after=_PRACTICE,
        not_before=r" (\d\b|health(?! plan))",
    ),
    Sign(r"medicare", "coverage", "medicare", weak=True, few_words=True, not_after=r"centers for"),
    Sign(r"notice of medicare non-?coverage", "coverage", "medicare"),
    # The form called Integrated Denial Notice settles nothing more: Medicare Advantage plans send it.
    Sign(r"(integrated denial|cms[- ]?10003)", "coverage", "medicare"),
    # -- which Medicare
    Sign(r"(pace)", "medicare", "pace", capitals=True, not_before=r"/?PACENET|[- ]?maker"),
    Sign(r"program of all[- ]inclusive care( for the elderly)?", "medicare", "pace"),
    Sign(r"(medicare advantage|part c)", "medicare", "advantage", not_before=_A_FORM),
    Sign(
        r"\((hmo|ppo|hmo-pos|lppo|rppo|pffs)\)",
        "medicare",
        "advantage",
        only_with=r"(?i)medicare non-?coverage|cms[- ]?10003|\bmedicare \((hmo|ppo|hmo-pos|pffs)\)",
    ),
    Sign(r"(prescription drug plan|part d|pdp|cms[- ]?10146)", "medicare", "drug", not_before=_A_FORM),
    Sign(r"(medigap|medicare supplement( insurance)?)", "medicare", "medigap"),
    Sign(r"(original|traditional) medicare", "medicare", "original", few_words=True),
    # Most dual plans are not integrated: their name settles nothing, the notice does.
    Sign(_DUAL, "medicare", "dual"),
    Sign(r"(fide|hide)", "medicare", "dual", capitals=True),
    Sign(r"applicable integrated plan", "notice", "integrated"),
    # -- who decides in Medicaid
    Sign(rf"({_MEDICAID_NAMES}) (managed care|hmo|mco|health plan)|managed medicaid", "medicaid", "plan"),
    Sign(rf"({_MEDICAID_PLANS})", "medicaid", "plan"),
    Sign(r"star", "medicaid", "plan", capitals=True, only_with=_TEXAS, not_before=_RATED, not_after=r"\d|five"),
    Sign(
        rf"(fee[- ]for[- ]service|straight|traditional) ({_MEDICAID_NAMES})|({_MEDICAID_NAMES}) fee[- ]for[- ]service",
        "medicaid",
        "state",
    ),
    # -- whether it is an old plan
    Sign(r"(non-?|not a )grandfathered", "grandfathered", "no"),
    Sign(r"grandfathered", "grandfathered", "yes", opposite="no"),
    # -- what sort of employer
    Sign(
        _GOVERNMENT,
        "sponsor",
        "government",
        few_words=True,
        not_after=_OF_THE_LAW,
        not_before=_AUTHORITY,
        not_within="hope",
    ),
    Sign(rf"{_EMPLOYER} {_GOVERNMENT}", "sponsor", "government", not_before=_AUTHORITY),
    Sign(_CHURCH, "sponsor", "church", few_words=True, not_before=_STREET),
    Sign(rf"{_EMPLOYER} ([a-z]+ ){{0,3}}{_CHURCH}", "sponsor", "church", not_before=_STREET),
    # Only a plan that ERISA reaches can be taken to court under it.
    Sign(r"(section )?502\(a\)( of (the )?(erisa|employee retirement income security act))?", "sponsor", "private"),
    Sign(
        rf"(group|plan sponsor|employer)( name)? ?[:#] ?[^:\n]{{3,60}}?[ ,]{_LEGAL_FORM}",
        "sponsor",
        "private",
        not_within=_OWNED_BY_OTHERS,
    ),
)
"""The table. Two answers to one question cancel out."""

# -- contract numbers of Medicare, and procedure codes that look the same ---------------------

CONTRACT_KINDS: Final = {"H": "advantage", "R": "advantage", "S": "drug"}
"""What the first letter of a contract number with Medicare tells; E (an employer's own contract) may be either."""
PLAN_WORDS: Final = r"cms|medicare|hmo|ppo|hmo-pos|pffs|pdp|advantage|d-?snp|snp|part [cd]|integrated denial"
"""Next to such a word a number is a contract number, unless a word for procedures is near."""
CODE_WORDS: Final = (
    r"codes?|cpt|hcpcs|procedures?|services?|treatments?|billed|billing|modifiers?|units?|items?|requested|drugs?"
    r"|diagnos[ie]s|dx|icd(-10)?"
    r"|therapy|claims?|not covered|cover|denied"
)
