"""Contact files as the pipeline puts them into the platform's folder."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

from tests.unit.simulator.small_world import DEALER

COLUMNS = ["contact_id", "plan_code", "wave_code", "offer_code", "channel", "message_class", "party_src_id"]
COLUMNS += ["vehicle_src_id", "address", "dealer_id"]


def deliver(home: Path, day: date, rows: list[dict[str, str]]) -> Path:
    """Put a file with its manifest into the platform's folder."""
    inbox = home / "outbox" / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    path = inbox / f"first_year-email-{day}-0123456789ab.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = path.with_name(path.name.replace(".csv", ".manifest.json"))
    manifest.write_text(json.dumps({"file": path.name, "rows": len(rows), "sha256": digest}))
    return path


def contact_row(n: int, **changes: str) -> dict[str, str]:
    row = {
        "contact_id": hashlib.md5(str(n).encode()).hexdigest(),
        "plan_code": "AFTERSALES_IN_WARRANTY",
        "wave_code": "W1",
        "offer_code": "NONE",
        "channel": "EMAIL",
        "message_class": "COMMERCIAL",
        "party_src_id": f"P{n:07d}",
        "vehicle_src_id": f"V{n:07d}",
        "address": f"persona{n}@correo.example",
        "dealer_id": DEALER,
    }
    return {**row, **changes}
