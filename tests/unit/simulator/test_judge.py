"""The judge: a lawful night passes; whoever must not be contacted is found and put down to the right cause."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import truth
from simulator.judge.verdict import judge_night
from simulator.main import app
from simulator.next_day.simulate import simulate_day
from tests.unit.simulator.inbox import contact_row, deliver
from tests.unit.simulator.judged_world import (
    change_person,
    change_status,
    consent,
    counts,
    digest,
    land,
    party,
    publish,
)
from tests.unit.simulator.small_world import MONDAY, SUNDAY


def test_a_lawful_night_passes(home: Path) -> None:
    deliver(home, SUNDAY, [contact_row(n) for n in range(1, 9)])
    verdict = judge_night(home, SUNDAY)
    assert verdict.lawful, [f for f in verdict.findings if f.by_knowledge]
    assert sum(finding.by_truth_only for finding in verdict.findings) == 0
    assert verdict.reach == {"contacts": 8, "reach_the_person": 8, "go_elsewhere": 0}
    assert verdict.identity["f1"] == 1.0
    assert (home / "reports" / "judge-2026-06-28.json").exists()


KNOWN: list[tuple[str, Callable[[Path], None], dict[str, str]]] = [
    (
        "erased person",
        lambda h: land(
            h, rights_request=[{"request_id": "1", "party_src_id": "P0000001", "request_type": "ERASE"}]
        ),
        {},
    ),
    ("deceased", lambda h: land(h, party=[party(1, deceased="S")]), {}),
    ("employee", lambda h: land(h, party=[party(1, is_employee="1")]), {}),
    ("minor", lambda h: land(h, party=[party(1, birth_date="2012-05-01")]), {}),
    (
        "objection",
        lambda h: land(
            h, consent_event=[consent(1, "GRANT"), consent(1, "OBJECT", at="2026-04-01 09:00:00")]
        ),
        {},
    ),
    ("objection", lambda h: land(h, consent_event=[consent(1, "REVOKE", "EMAIL"), consent(1, "GRANT")]), {}),
    (
        "objection",
        lambda h: land(
            h, rights_request=[{"request_id": "1", "party_src_id": "P0000001", "request_type": "OBJECT"}]
        ),
        {},
    ),
    (
        "exclusion list",
        lambda h: land(
            h,
            robinson=[
                {
                    "robinson_id": "1",
                    "identifier_hash": digest("persona1@correo.example"),
                    "channel": "EMAIL",
                    "sector": "ALL",
                    "listed_date": "2026-01-01",
                }
            ],
        ),
        {},
    ),
]


@pytest.mark.parametrize(("law", "plant", "changes"), KNOWN)
def test_a_violation_that_we_could_know_is_broken_by_knowledge(
    home: Path, law: str, plant: Callable[[Path], None], changes: dict[str, str]
) -> None:
    plant(home)
    deliver(home, SUNDAY, [contact_row(1, **changes), contact_row(2)])
    verdict = judge_night(home, SUNDAY)
    assert counts(verdict, law) == (1, 0)
    assert not verdict.lawful


HIDDEN: list[tuple[str, Callable[[Path], None]]] = [
    ("erased person", lambda h: change_person(h, 1, erased_on=date(2026, 6, 1))),
    ("deceased", lambda h: change_person(h, 1, died_on=date(2026, 6, 1))),
    ("employee", lambda h: change_person(h, 1, is_employee=True)),
    ("minor", lambda h: change_person(h, 1, birth_date=date(2010, 1, 1))),
    ("objection", lambda h: change_status(h, 1, "EMAIL", objected=True)),
    ("exclusion list", lambda h: change_status(h, 1, "EMAIL", robinson_listed=True, has_consent=False)),
]


@pytest.mark.parametrize(("law", "plant"), HIDDEN)
def test_a_violation_that_nobody_could_know_is_told_apart(
    home: Path, law: str, plant: Callable[[Path], None]
) -> None:
    plant(home)
    deliver(home, SUNDAY, [contact_row(1), contact_row(2)])
    verdict = judge_night(home, SUNDAY)
    assert counts(verdict, law) == (0, 1)
    assert verdict.lawful


def test_a_mail_to_somebody_who_never_bought_needs_consent(home: Path) -> None:
    stranger = {"src_system": "OPS", "party_src_id": "P0000039", "person_id": 39, "link_kind": "ORIGINAL"}
    links = truth.read(home, "party_link")
    more = pd.DataFrame([{**stranger, "src_dealer_id": "D01", "since": pd.Timestamp("2026-06-01")}])
    truth.write(home, "party_link", pd.concat([links, more], ignore_index=True))
    owners = range(1, 37)
    keys = [*(f"OPS:P{n:07d}" for n in owners), "OPS:P0000039"]
    identity = pd.DataFrame({"party_key": keys, "customer_id": [key[-3:] for key in keys]})
    publish(home, SUNDAY, intermediate__int_identity_map=identity)
    deliver(home, SUNDAY, [contact_row(39)])
    assert counts(judge_night(home, SUNDAY), "email or SMS without basis") == (1, 0)
    land(home, consent_event=[consent(39, "GRANT")])
    assert counts(judge_night(home, SUNDAY), "email or SMS without basis") == (0, 1)


def test_a_call_needs_dealings_or_consent_younger_than_two_years(home: Path) -> None:
    simulate_day(home, SUNDAY)
    publish(home, MONDAY)
    rows = [contact_row(n, channel="CALL", address=f"+346{n:08d}") for n in (30, 31, 32)]
    deliver(home, MONDAY, rows)
    old, young = "2024-06-01 10:00:00", "2024-07-01 10:00:00"
    land(home, consent_event=[consent(30, "GRANT", "CALL", old), consent(31, "GRANT", "CALL", young)])
    verdict = judge_night(home, MONDAY)
    assert counts(verdict, "call without basis")[0] == 2
    assert counts(verdict, "call on a day without calls") == (0, 0)


def test_a_call_on_a_sunday_is_found(home: Path) -> None:
    deliver(home, SUNDAY, [contact_row(1, channel="CALL", address="+34600000001")])
    assert counts(judge_night(home, SUNDAY), "call on a day without calls") == (1, 0)


def test_the_command_exits_with_1_when_a_law_is_broken(home: Path) -> None:
    run = CliRunner().invoke
    deliver(home, SUNDAY, [contact_row(1)])
    arguments = ["judge", "--day", "2026-06-28", "--home", str(home)]
    assert run(app, arguments).exit_code == 0
    land(home, party=[party(1, deceased="S")])
    found = run(app, arguments)
    assert found.exit_code == 1
    assert "A law is broken" in found.output


def test_the_commands_say_what_is_missing(tmp_path: Path) -> None:
    run = CliRunner().invoke
    found = run(app, ["next-day", "--day", "2026-06-28", "--home", str(tmp_path)])
    assert found.exit_code == 2
    assert "simulator world" in " ".join(found.output.split())
    found = run(app, ["judge", "--day", "2026-06-28", "--home", str(tmp_path)])
    assert found.exit_code == 2
    assert "no published night" in found.output


def test_the_command_says_which_delivered_file_is_damaged(home: Path) -> None:
    path = deliver(home, SUNDAY, [contact_row(1)])
    path.write_text(path.read_text() + "more\n")
    found = CliRunner().invoke(app, ["judge", "--day", "2026-06-28", "--home", str(home)])
    assert found.exit_code == 2
    assert f"{path.name}: bytes differ" in " ".join(found.output.split())
