"""`rules new`: writes a commented rule file, ready to be filled in and without faults, into the office's folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from denialctl import kept
from denialctl.errors import DenialctlError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from denialctl.commands.session import Session

KINDS = ("payer", "office")

_PAYER = """\
# yaml-language-server: $schema=./rules.schema.json
# What {name} says in its manual or provider agreement. Every value is text; a date is written YYYY-MM-DD.
# When you have changed something: denialctl rules check {file}
payer: "{name}"
kind: payer                      # or reviewer, for a vendor that reviews for payers (eviCore, Carelon ...)
title: "{name}"
aliases: []                      # other names on cards and letters: [ACME, Acme Health]
sells: []                        # plan types it is known for: [aca-group, medicare-advantage]; another one is then asked back about
# states: [TX, LA]               # only where it speaks for some states
# phones:
#   - number: 800-555-0100
#     for: "peer-to-peer, Medicare line"     # the words beside the number; they decide nothing
#     about: peer-to-peer                    # or external-review, drugs
#     plans: [medicare-advantage]            # left out: every plan type of this payer
#     states: [TX]                           # left out: every state of this payer
#     hours: "8 to 17"
#     source: {{url: manual p. 12, read: {today}, status: seen}}
stages:
  peer-to-peer:
    request:
      clock: provider
      say: "Call {plain} for the peer-to-peer; have the chart and the criteria at hand."
      windows:
        # Put the window that the manual names in the place of the next line. Say calendar or business days; business days need a calendar:
        #   - {{count: 5 calendar days, after: notice_date}}
        #   - {{count: 3 business days, after: received, calendar: federal}}
        #   - {{ends_with: discharge}}
        - {{see_notice: "the time to ask for the call stands in the denial letter, or the plan's UM line says it"}}
      # appeal_closes_it: yes    # a filed appeal ends the right to the call
      # needed_before_appeal: yes
      authority: "{plain}: provider manual, page ..."
      if_missed: No call any more; the appeal is the way.
      source:
        url: where you read it, such as the manual's address and page
        read: {today}
        status: not-found        # seen, once you have read the window there
      # One worked example for every window that counts, with the date counted by hand:
      # examples:
      #   - {{given: {{plan: aca-group, denied: 2026-11-02}}, due: 2026-11-07, official: no, why: "Mon 2 November + 5 = Sat 7 November"}}
"""  # noqa: E501 - the file is written as it stands here

_OFFICE = """\
# yaml-language-server: $schema=./rules.schema.json
# The office's own rules. They come before those of payers and of the law: only write here what your office knows better,
# such as a window from your own contract. Every value is text; a date is written YYYY-MM-DD.
# When you have changed something: denialctl rules check {file}
office: "{name}"
title: "{name}"
stages: {{}}
#  peer-to-peer:
#    request:
#      when: {{payer: [Acme Health]}}          # the payer as its pack is named; left out: every payer
#      clock: provider
#      say: Call the medical director's line of our contract, 800-555-0100.
#      windows:
#        - {{count: 10 business days, after: notice_date, calendar: federal}}
#      authority: our agreement with Acme Health of 2026, section 4.2
#      if_missed: No call any more; the appeal is the way.
#      source: {{url: "contract binder, Acme Health 2026, section 4.2", read: {today}, status: seen}}
#      examples:
#        - {{given: {{plan: aca-group, payer: Acme Health, denied: 2026-11-02}}, due: 2026-11-17, official: no, why: "3 to 6, 9, 10, 12, 13, 16, 17 November; Veterans Day 11 out"}}
"""  # noqa: E501 - the file is written as it stands here
_TEMPLATES = {"payer": _PAYER, "office": _OFFICE}


def write_new(session: Session, kind: str, name: str) -> Path:
    """Write a commented file of that kind and name. Raises an error if it exists already."""
    from denialctl.commands.rules.packs import schema  # noqa: PLC0415 - heavy

    if kind not in KINDS:
        raise UsageError(
            f"A new file is of the kind payer or office, not {kind!r}.",
            'For example: denialctl rules new payer "Acme Health"',
        )
    plain = " ".join(re.sub(r'[\x00-\x1f"\\{}]', " ", name).split())
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if not stem:
        raise UsageError("The name is empty.", 'For example: denialctl rules new payer "Acme Health"')
    folder = session.office_rules
    path = folder / f"{stem}.yaml"
    text = _TEMPLATES[kind].format(name=plain, plain=plain, file=path.name, today=session.now.day.isoformat())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        (folder / "rules.schema.json").write_text(schema(None) + "\n", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise DenialctlError(
            f"There is a file of that name already: {path}", "Change that one, or give another name."
        ) from None
    except OSError as error:
        raise DenialctlError(
            f"The file cannot be written: {path} ({error.strerror})", "Check the folder's permissions."
        ) from None
    kept.intend(f"the file {path.name}")
    return path
