"""Show a morning at a made-up office: seven denials of six plan types, the list of the day, and one case in full.

Every patient, number and date is invented. Cases, settings and cache are in a folder that is deleted afterwards; your
own cases are never opened.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

MORNING = ("--as-of", "2026-11-23T08:05", "--tz", "America/New_York")
SETTINGS = (("lead", "dana"), ("physician", "Dr. Okafor"))
DENIALS = (
    (
        "An imaging request denied on Friday. Whether the patient is an inpatient was not entered.",
        (
            "add --plan aca-group --state TX --payer UnitedHealthcare"
            " --denied 2026-11-20 --received 2026-11-20 --via fax"
            " --patient MRN-1047 --description 'MRI lumbar spine' --code 72148 --owner maria"
        ),
    ),
    (
        "Friday's peer-to-peer call ended with: send us the operative note.",
        (
            "add --plan aca-group --state WA --payer Regence"
            " --denied 2026-11-16 --received 2026-11-17 --setting inpatient"
            " --patient MRN-1102 --description 'Knee arthroplasty' --code 27447 --amount 31000 --owner maria"
            " --event 'peer-to-peer held 2026-11-20' --event 'peer-to-peer pending-documents 2026-11-20'"
        ),
    ),
    (
        "An expedited appeal that the plan received on Wednesday at 14:05. Its 72 hours ended on Saturday.",
        (
            "add --plan erisa-self-funded --payer 'Acme Benefit Plan' --urgent"
            " --denied 2026-11-17 --received 2026-11-17"
            " --patient MRN-0988 --description 'PET scan' --code 78815"
            " --event 'expedited-appeal filed 2026-11-18T14:05'"
        ),
    ),
    (
        "Home health that ends on Wednesday, by a notice handed over this morning.",
        (
            "add --plan medicare-advantage --payer Humana"
            " --denied 2026-11-23 --received 2026-11-23T07:30 --via hand --phase concurrent"
            " --setting post-acute --service-ends 2026-11-25 --patient MRN-1120 --description 'Home health' --owner jo"
        ),
    ),
    (
        "A drug that the patient takes now and that is cut on Friday.",
        (
            "add --plan medicaid-managed-care --state CA --payer Molina"
            " --denied 2026-11-17 --received 2026-11-19 --effective 2026-11-27"
            " --service drug --setting outpatient --patient MRN-1093 --description Adalimumab --owner jo"
        ),
    ),
    (
        "A drug under a Medicare drug plan.",
        (
            "add --plan medicare-part-d --payer 'Evergreen Rx' --denied 2026-11-12 --received 2026-11-16 --service drug"
            " --patient MRN-1075 --description Apixaban --owner jo"
        ),
    ),
    (
        "An appeal that was faxed on Thursday. Nobody has the proof yet that the plan received it.",
        (
            "add --plan aca-individual --state FL --payer Cigna --denied 2026-10-28 --received 2026-11-02"
            " --patient MRN-0951 --description 'Sleep study' --code 95810 --owner maria"
            " --event 'peer-to-peer upheld 2026-11-05' --event 'internal-appeal sent 2026-11-19'"
        ),
    ),
)


def main() -> int:
    """Run the demo; returns 1 at the first command that fails."""
    with tempfile.TemporaryDirectory(prefix="denialctl-demo-") as folder:
        home = throw_away(Path(folder))
        print("Monday 23 November 2026, 8:05 in New York. Whom to tell when time runs out:\n")
        for name, value in SETTINGS:
            if not _run(["config", "set", name, value], home, show=False):
                return 1
        print("\nSeven made-up denials come in.")
        for story, line in DENIALS:
            print(f"\n# {story}")
            if not _run([*shlex.split(line), *MORNING], home, show=False):
                return 1
        print("\n# The list for the morning.")
        if not _run(["due", *MORNING], home, show=True):
            return 1
        print("\n# One case from top to bottom: both clocks, what is done, what is still to come, and who says so.")
        if not _run(["show", "1", *MORNING], home, show=True):
            return 1
    print("\nThe folder of this demo is gone. Your own first case: .venv/bin/denialctl add")
    return 0


def throw_away(folder: Path) -> dict[str, str]:
    """Return an environment whose cases, settings and cache are in this folder."""
    places = {
        "DENIALCTL_DB": folder / "cases.db",
        "DENIALCTL_CONFIG": folder / "config",
        "DENIALCTL_CACHE": folder / "cache",
    }
    return {**os.environ, **{name: str(path) for name, path in places.items()}}


def _run(arguments: list[str], home: dict[str, str], *, show: bool) -> bool:
    """Print a command as it would be typed, and run it. Returns True if it succeeded.

    Without `show`, its result is not printed, only what it writes to standard error.
    """
    typed = [part for part in arguments if part not in MORNING]
    print(f"$ denialctl {shlex.join(typed)}", flush=True)
    command = [sys.executable, "-m", "denialctl", *arguments]
    done = subprocess.run(command, env=home, check=False, text=True, encoding="utf-8", capture_output=not show)
    if not show:
        print(done.stderr, end="", flush=True)
    if done.returncode:
        print(f"demo: the command above ended with {done.returncode}.", file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
