"""The kinds of rule file, each with the model that it must fit."""

from __future__ import annotations

from denialctl.packs.body_model import LawPack
from denialctl.packs.calendar_model import CalendarPack
from denialctl.packs.facts_model import FactsPack
from denialctl.packs.guide_model import GuidePack
from denialctl.packs.layer_model import OfficePack, PlanTypePack, PracticePack, StatePack
from denialctl.packs.model_base import SharedSourcesPack
from denialctl.packs.override_model import OverridePack
from denialctl.packs.payer_model import PayerListPack, PayerPack
from denialctl.packs.weights_model import WeightsPack
from denialctl.packs.words_model import WordsPack

AnyPack = (
    PlanTypePack
    | LawPack
    | StatePack
    | PayerPack
    | PayerListPack
    | PracticePack
    | OfficePack
    | CalendarPack
    | OverridePack
    | FactsPack
    | GuidePack
    | WordsPack
    | SharedSourcesPack
    | WeightsPack
)
PACKS: dict[str, type[AnyPack]] = {
    "regime": PlanTypePack,
    "law": LawPack,
    "state": StatePack,
    "payer": PayerPack,
    "payers": PayerListPack,
    "practice": PracticePack,
    "office": OfficePack,
    "calendar": CalendarPack,
    "override": OverridePack,
    "facts": FactsPack,
    "guide": GuidePack,
    "words": WordsPack,
    "shared_sources": SharedSourcesPack,
    "weights": WeightsPack,
}
"""The key by which a file says its kind, and the model that it must fit."""
