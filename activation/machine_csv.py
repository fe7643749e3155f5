"""Bytes of the files for the campaign platform, and of their manifests.

Belongs here: turning checked rows into bytes, always the same ones for the same rows. Files for people
(spreadsheets) need escaping that this format must not have; they would be another module.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from activation.export_contract import FILE_COLUMNS, Row


@dataclass(frozen=True)
class MachineFile:
    """One file: the contacts of one plan and channel on one day."""

    file_name: str
    as_of_date: str
    plan_code: str
    channel: str
    rows: int
    sha256: str
    content: bytes
    contact_ids: tuple[str, ...]


def build_files(rows: Iterable[Row]) -> list[MachineFile]:
    """Build one file per plan and channel from rows of one day, in order; rows by contact_id."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["contact_id"]):
        groups.setdefault((row["plan_code"], row["channel"], row["as_of_date"]), []).append(row)
    return [_build_file(key, groups[key]) for key in sorted(groups)]


def _build_file(key: tuple[str, str, str], rows: list[Row]) -> MachineFile:
    plan_code, channel, as_of_date = key
    content = render(rows)
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{plan_code}-{channel}-{as_of_date}-{sha256[:12]}.csv".lower()
    ids = tuple(row["contact_id"] for row in rows)
    return MachineFile(name, as_of_date, plan_code, channel, len(rows), sha256, content, ids)


def render(rows: Iterable[Row]) -> bytes:
    """Render rows as UTF-8 CSV with a header, LF line ends and quotes only where they are needed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(FILE_COLUMNS)
    for row in rows:
        writer.writerow([row[name] for name in FILE_COLUMNS])
    return buffer.getvalue().encode("utf-8")


def manifest_name(file_name: str) -> str:
    """Return the manifest's name of a file.

    >>> manifest_name("renewal-email-2026-06-28-0123456789ab.csv")
    'renewal-email-2026-06-28-0123456789ab.manifest.json'
    """
    return file_name.removesuffix(".csv") + ".manifest.json"


def render_manifest(
    *, file_name: str, as_of_date: str, plan_code: str, channel: str, rows: int, content: bytes
) -> bytes:
    """Render the manifest: what the platform must find before it may take the file."""
    manifest = {
        "as_of_date": as_of_date,
        "bytes": len(content),
        "channel": channel,
        "columns": list(FILE_COLUMNS),
        "file": file_name,
        "plan_code": plan_code,
        "rows": rows,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")
