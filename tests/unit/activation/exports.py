"""Small exports, suppression lists and a consumer for the tests of activation. No tests here."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from activation.api import deliver
from activation.export_contract import EXPORT_COLUMNS
from activation.report import DeliveryReport

SECRET = b"a secret for tests only"
DAY = date(2026, 6, 28)
NEXT_DAY = date(2026, 6, 29)


def digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def contact(name: str, **changes: Any) -> dict[str, Any]:
    """One export row: an email of the renewal plan to `name`."""
    row = {
        "contact_id": digest(name),
        "as_of_date": DAY,
        "plan_code": "RENEWAL",
        "wave_code": "RENEWAL_M",
        "offer_code": "BONUS",
        "channel": "EMAIL",
        "message_class": "COMMERCIAL",
        "priority": 5,
        "send_time": "2026-06-28 10:00:00",
        "party_src_id": f"P{name}",
        "vehicle_src_id": f"V{name}",
        "address": f"{name}@example.es",
        "first_name": "María José",
        "surname": "Núñez, de la O",
        "language": "es",
        "treatment": "USTED",
        "image_key": "neutral-urban",
        "dealer_id": "D01",
        "template_code": "RENEWAL_M",
        "subject": "Su próximo coche",
        "message": "Buenos días, María José: le esperamos.",
        "legal_text": "Puede darse de baja cuando quiera.",
        "send_time_zone": "Europe/Madrid",
        "cell": "TEST",
        "customer_id": digest("customer" + name),
        "party_key": f"OPS:P{name}",
        "household_id": digest("household" + name),
        "vehicle_id": digest("vehicle" + name),
        "vehicle_key": f"OPS:V{name}",
        "occurrence_key": "2026-07",
        "cost": Decimal("0.0030"),
        "party_suppression_key": None,
    }
    return row | changes


def export_of(rows: Iterable[dict[str, Any]]) -> pa.Table:
    rows = list(rows)
    if not rows:
        return pa.table({name: pa.array([], pa.string()) for name in EXPORT_COLUMNS})
    return pa.Table.from_pylist(rows)


def suppression_of(as_of: date = DAY, *rows: tuple[str, str, str, str]) -> pa.Table:
    """A list of (key, channel, reason, scope), with the row that carries its date."""
    listed = [("-", "NONE", "LIST_DATE", "ALL"), *rows]
    names = ("suppression_key", "channel", "reason", "scope")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True), as_of_date=as_of) for row in listed])


def run(home: Path, rows: Iterable[dict[str, Any]], as_of: date = DAY, **changes: Any) -> DeliveryReport:
    arguments = {
        "export": export_of(row | {"as_of_date": as_of} for row in rows),
        "own": {},
        "suppression": suppression_of(as_of),
        "as_of": as_of,
        "home": home,
        "secret": SECRET,
    }
    return deliver(**(arguments | changes))


def inbox(home: Path) -> Path:
    return home / "outbox" / "inbox"


def contacts_in(content: bytes) -> list[str]:
    return [row["contact_id"] for row in csv.DictReader(content.decode("utf-8").splitlines())]


class Consumer:
    """The campaign platform: takes a file when its manifest is there, and moves, deletes or leaves it."""

    def __init__(self, home: Path, habit: str) -> None:
        self.home, self.habit = home, habit
        self.contacted: list[str] = []
        self._seen: set[str] = set()

    def take(self, name: str = "") -> None:
        folder = inbox(self.home)
        for manifest_path in sorted(folder.glob("*.manifest.json")) if folder.exists() else []:
            manifest = json.loads(manifest_path.read_text())
            path = folder / manifest["file"]
            if not path.exists() or (self.habit == "leaves" and path.name in self._seen):
                continue
            content = path.read_bytes()
            assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
            self.contacted += contacts_in(content)
            self._seen.add(path.name)
            if self.habit == "moves":
                archive = self.home / "outbox" / "archive"
                archive.mkdir(parents=True, exist_ok=True)
                path.rename(archive / path.name)
            if self.habit != "leaves":
                path.unlink(missing_ok=True)
                manifest_path.unlink()
