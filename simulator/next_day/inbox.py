"""Reading the files that were delivered to the campaign platform for a day.

Belongs here: which files count, checking them against their manifests, and one typed row a contact. How the
addressed people react stands in `next_day/answers.py`.
"""

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from simulator.effects import family_of

REQUIRED = ("contact_id", "party_src_id", "plan_code", "channel", "address")
PLAN_WORDS = (
    ("OUT_OF_WARRANTY", "AFTERSALES_OUT_OF_WARRANTY"),
    ("IN_WARRANTY", "AFTERSALES_IN_WARRANTY"),
    ("RENEWAL", "RENEWAL"),
    ("FIRST_YEAR", "FIRST_YEAR"),
    ("ENGAGEMENT", "ENGAGEMENT"),
    ("LEAD", "LEAD"),
    ("ORDER", "ORDER"),
)


class InboxError(ValueError):
    """A delivered file does not agree with its manifest or lacks a column."""


@dataclass(frozen=True)
class Contact:
    """One contact that the platform was asked to make."""

    contact_id: str
    party_src_id: str
    vehicle_src_id: str
    plan_code: str
    wave_code: str
    offer_code: str
    channel: str
    message_class: str
    address: str
    dealer_id: str

    @property
    def plan(self) -> str:
        """The plan under the name that the truth uses; unknown plans keep their own."""
        code = self.plan_code.upper()
        return next((name for word, name in PLAN_WORDS if word in code), code)

    @property
    def family(self) -> str:
        """SALES or AFTERSALES, the two families of latent types."""
        return family_of(self.plan)


def bare(key: str) -> str:
    """Return the source id of a key such as `OPS:P0000001`."""
    return key.split(":", 1)[1] if ":" in key else key


def _read_file(path: Path, manifest: Path) -> list[Contact]:
    payload, promised = path.read_bytes(), json.loads(manifest.read_text(encoding="utf-8"))
    if hashlib.sha256(payload).hexdigest() != promised["sha256"]:
        raise InboxError(f"{path.name}: bytes differ from the manifest's SHA-256")
    rows = list(csv.DictReader(io.StringIO(payload.decode("utf-8"))))
    if len(rows) != int(promised["rows"]):
        raise InboxError(f"{path.name}: {len(rows)} rows, the manifest says {promised['rows']}")
    missing = [name for name in REQUIRED if rows and name not in rows[0]]
    if missing:
        raise InboxError(f"{path.name}: columns missing: {', '.join(missing)}")
    return [
        Contact(
            contact_id=row["contact_id"],
            party_src_id=bare(row["party_src_id"]),
            vehicle_src_id=bare(row.get("vehicle_src_id") or ""),
            plan_code=row["plan_code"].upper(),
            wave_code=row.get("wave_code") or "",
            offer_code=row.get("offer_code") or "",
            channel=row["channel"].upper(),
            message_class=(row.get("message_class") or "COMMERCIAL").upper(),
            address=row["address"] or "",
            dealer_id=row.get("dealer_id") or "",
        )
        for row in rows
    ]


def read_inbox(home: Path, day: date) -> list[Contact]:
    """Return the contacts delivered for a day, ordered by contact.

    A file without its manifest was not handed over yet and is left alone. Files that the platform has moved
    to the archive count too. Raises InboxError when a file breaks its manifest or a contact stands in two
    files.
    """
    manifests: dict[str, Path] = {}
    for folder in (home / "outbox" / "archive", home / "outbox" / "inbox"):
        for manifest in sorted(folder.glob(f"*-{day.isoformat()}-*.manifest.json")):
            manifests[manifest.name.removesuffix(".manifest.json")] = manifest
    contacts: dict[str, Contact] = {}
    for name, manifest in sorted(manifests.items()):
        path = manifest.with_name(name if name.endswith(".csv") else f"{name}.csv")
        for contact in _read_file(path, manifest):
            if contact.contact_id in contacts:
                raise InboxError(
                    f"{path.name}: contact {contact.contact_id} was already in another file of {day}"
                )
            contacts[contact.contact_id] = contact
    return [contacts[key] for key in sorted(contacts)]
