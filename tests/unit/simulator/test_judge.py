"""The judge: a lawful night passes; each planted violation is found and put down to the right cause."""

import hashlib
import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from small_world import MARKS, MONDAY, SUNDAY, make_small_world
from test_next_day import contact_row, deliver
from typer.testing import CliRunner

from simulator import judge_data, truth
from simulator.judge import Verdict, judge_night
from simulator.judge_identity import pairwise
from simulator.judge_models import expected_auc, expected_quality
from simulator.main import app
from simulator.next_day import simulate_day
from simulator.next_day_batch import Rows, write_batch

EARLY = date(2026, 6, 26)
PEOPLE = 40
SEEDS = {
    "pressure_caps": "cap_code,scope,message_class,channel,window_days,max_contacts,valid_from,valid_to\n"
    "PERSON_7D,PERSON,COMMERCIAL,ANY,7,1,2020-01-01,\nPERSON_365D,PERSON,COMMERCIAL,ANY,365,2,2020-01-01,\n"
    "HOUSEHOLD_LETTER_30D,HOUSEHOLD,COMMERCIAL,LETTER,30,1,2020-01-01,\n"
    "VEHICLE_7D,VEHICLE,COMMERCIAL,ANY,7,1,2020-01-01,\nDEALER_7D,DEALER,COMMERCIAL,ANY,7,9,2020-01-01,\n",
    "channels": "channel,cost,capacity_per_day,seats,contacts_per_seat,valid_from,valid_to\n"
    "EMAIL,0.003,12,,,2020-01-01,\nLETTER,0.75,4,,,2020-01-01,\nCALL,2.5,100,1,3,2020-01-01,\n",
    "plan_budgets": "plan_code,budget_per_day,valid_from,valid_to\nRENEWAL,1.00,2020-01-01,\n",
    "holidays": "province_code,holiday_date,valid_from,valid_to\n28,2026-06-29,2020-01-01,2020-06-01\n",
    "plans": "plan_code,default_message_class,valid_from,valid_to\nORDER,OPERATIONAL,2020-01-01,\n",
}


def publish(home: Path, day: date, **tables: pd.DataFrame) -> None:
    """Write the published copy of a night: every party a customer of its own, and the given tables."""
    owners = range(1, int(PEOPLE * 0.9) + 1)
    identity = pd.DataFrame(
        {"party_key": [f"OPS:P{n:07d}" for n in owners], "customer_id": [f"c{n}" for n in owners]}
    )
    vehicles = pd.DataFrame(
        {"vehicle_key": [f"OPS:V{n:07d}" for n in owners], "vehicle_id": [f"v{n}" for n in owners]}
    )
    holdout = pd.DataFrame({"customer_id": [f"c{n}" for n in owners], "arm": "TREATED"})
    all_tables = {"intermediate__int_identity_map": identity, "intermediate__int_vehicle_map": vehicles}
    all_tables |= {"intermediate__int_holdout": holdout, **tables}
    path = home / "published" / f"periplo-{day}-1.duckdb"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for name, frame in all_tables.items():
            schema, table = name.split("__")
            connection.register("given", frame)
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {schema}.{table} as select * from given")
            connection.unregister("given")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name, content in SEEDS.items():
        (seeds / f"{name}.csv").write_text(content)
    monkeypatch.setattr(judge_data, "SEEDS", seeds)
    made = make_small_world(tmp_path / "home", count=PEOPLE)
    frame = pd.DataFrame(columns=truth.SCHEMAS["label_probability"].names)
    truth.write(made, "label_probability", frame)
    publish(made, SUNDAY)
    return made


def land(home: Path, **tables: Rows) -> None:
    """Land rows a day before the first batch."""
    complete = {table: [{**MARKS, **row} for row in rows] for table, rows in tables.items()}
    write_batch(home, EARLY, complete, home / "truth" / "early.json")


def change_person(home: Path, number: int, **values: Any) -> None:
    """Change the truth about one person."""
    people = truth.read(home, "person")
    for name, value in values.items():
        people[name] = people[name].astype(object)
        people.loc[people["person_id"] == number, name] = value
    truth.write(home, "person", people)


def change_status(home: Path, number: int, channel: str, **values: bool) -> None:
    legal = truth.read(home, "legal_status")
    for name, value in values.items():
        legal.loc[(legal["person_id"] == number) & (legal["channel"] == channel), name] = value
    truth.write(home, "legal_status", legal)


def counts(verdict: Verdict, law: str) -> tuple[int, int]:
    found = [finding for finding in verdict.findings if finding.law.startswith(law)]
    assert found, f"no law called {law}"
    return sum(f.by_knowledge for f in found), sum(f.by_truth_only for f in found)


def consent(n: int, action: str, channel: str = "ALL", at: str = "2026-03-01 10:00:00") -> dict[str, str]:
    row = {
        "consent_id": f"CE{n}{action}{channel}{at[:10]}",
        "party_src_id": f"P{n:07d}",
        "controller": "BRAND",
    }
    return {**row, "purpose": "OWN_MKT", "channel": channel, "action": action, "event_ts": at}


def party(n: int, **values: str) -> dict[str, str]:
    return {"party_src_id": f"P{n:07d}", "party_type": "P", "is_employee": "N", "deceased": "N", **values}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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


def test_two_commercial_contacts_of_one_customer_break_the_cap(home: Path) -> None:
    deliver(home, SUNDAY, [contact_row(1), contact_row(1, contact_id="again", vehicle_src_id="V0000002")])
    assert counts(judge_night(home, SUNDAY), "cap PERSON_7D") == (2, 0)


def test_operational_messages_do_not_count(home: Path) -> None:
    again = contact_row(1, contact_id="again", message_class="OPERATIONAL")
    deliver(home, SUNDAY, [contact_row(1), again])
    assert judge_night(home, SUNDAY).lawful


@pytest.mark.parametrize(("sent", "broken"), [("2026-06-22", 1), ("2026-06-21", 0)])
def test_the_platforms_history_counts_in_the_window(home: Path, sent: str, broken: int) -> None:
    row = {"contact_src_id": "C1", "party_src_id": "P0000001", "plan_code": "RENEWAL", "channel": "SMS"}
    land(home, contact=[{**row, "cell": "TEST", "status": "SENT", "sent_ts": f"{sent} 10:00:00"}])
    deliver(home, SUNDAY, [contact_row(1)])
    assert counts(judge_night(home, SUNDAY), "cap PERSON_7D") == (broken, 0)


def test_contacts_that_were_held_do_not_count(home: Path) -> None:
    row = {"contact_src_id": "C1", "party_src_id": "P0000001", "plan_code": "RENEWAL", "channel": "SMS"}
    land(home, contact=[{**row, "cell": "HOLDOUT", "status": "HELD", "sent_ts": "2026-06-25 10:00:00"}])
    deliver(home, SUNDAY, [contact_row(1)])
    assert counts(judge_night(home, SUNDAY), "cap PERSON_7D") == (0, 0)


def test_a_duplicate_that_was_not_found_breaks_the_cap_in_truth_only(home: Path) -> None:
    links = truth.read(home, "party_link")
    links.loc[links["party_src_id"] == "P0000002", "person_id"] = 1
    truth.write(home, "party_link", links)
    deliver(home, SUNDAY, [contact_row(1), contact_row(2)])
    verdict = judge_night(home, SUNDAY)
    assert counts(verdict, "cap PERSON_7D") == (0, 2)
    assert verdict.lawful
    assert verdict.identity["recall"] == 0.0


@pytest.mark.parametrize(("known", "expected"), [(True, (2, 0)), (False, (0, 2))])
def test_two_letters_to_a_household(home: Path, known: bool, expected: tuple[int, int]) -> None:
    people = truth.read(home, "person")
    people.loc[people["person_id"] == 2, "household_id"] = 1
    truth.write(home, "person", people)
    homes = ["h1", "h1" if known else "h2"]
    publish(
        home,
        SUNDAY,
        intermediate__int_households=pd.DataFrame({"customer_id": ["c1", "c2"], "household_id": homes}),
    )
    rows = [contact_row(n, channel="LETTER", address=f"Calle Mayor {n} 1A, 28{n:03d}") for n in (1, 2)]
    deliver(home, SUNDAY, rows)
    verdict = judge_night(home, SUNDAY)
    assert counts(verdict, "cap HOUSEHOLD_LETTER_30D") == expected
    assert verdict.reach["reach_the_person"] == 2


def test_owner_and_driver_addressed_about_one_car(home: Path) -> None:
    deliver(home, SUNDAY, [contact_row(1), contact_row(2, vehicle_src_id="V0000001")])
    assert counts(judge_night(home, SUNDAY), "cap VEHICLE_7D") == (2, 0)


def test_capacity_budget_and_dealer_limits(home: Path) -> None:
    rows = [contact_row(n) for n in range(1, 15)]
    rows += [
        contact_row(20 + n, channel="CALL", plan_code="RENEWAL", message_class="OPERATIONAL")
        for n in range(4)
    ]
    deliver(home, SUNDAY, rows)
    verdict = judge_night(home, SUNDAY)
    assert counts(verdict, "capacity EMAIL") == (2, 0)
    assert counts(verdict, "capacity CALL") == (1, 0)
    assert counts(verdict, "budget RENEWAL") == (1, 0)
    assert counts(verdict, "cap DEALER_7D") == (14, 0)


def test_workshop_hours_of_a_dealer(home: Path) -> None:
    chosen = pd.DataFrame({"candidate_id": ["a", "b"], "dealer_id": "D01", "workshop_hours": [1.5, 1.0]})
    decided = pd.DataFrame({"candidate_id": ["a", "b"], "verdict": "SELECTED", "customer_id": "c1"})
    decided = decided.assign(reason_code=None)
    limits = pd.DataFrame({"scope": ["WORKSHOP"], "scope_key": ["D01"], "capacity": [5.0], "used": [3.0]})
    publish(
        home,
        SUNDAY,
        contact_plan__candidates=chosen,
        contact_plan__decisions=decided,
        contact_plan__allocation_limits=limits,
    )
    assert counts(judge_night(home, SUNDAY), "workshop hours") == (1, 0)


def test_the_control_group_is_not_contacted(home: Path) -> None:
    arms = pd.DataFrame({"customer_id": ["c1", "c2"], "arm": ["CONTROL", "TREATED"]})
    publish(home, SUNDAY, intermediate__int_holdout=arms)
    deliver(home, SUNDAY, [contact_row(1), contact_row(2)])
    verdict = judge_night(home, SUNDAY)
    assert counts(verdict, "control group contacted") == (1, 0)
    assert verdict.holdout["share_of_customers"] == 0.5


def test_a_contact_made_twice_and_a_file_that_is_not_the_plan(home: Path) -> None:
    deliver(home, SUNDAY, [contact_row(1)])
    simulate_day(home, SUNDAY)
    plan = pd.DataFrame({"contact_id": [contact_row(1)["contact_id"]], "as_of_date": [pd.Timestamp(MONDAY)]})
    publish(home, MONDAY, contact_plan__contact_plan=plan)
    deliver(home, MONDAY, [contact_row(1), contact_row(2)])
    verdict = judge_night(home, MONDAY)
    assert counts(verdict, "contact made twice") == (1, 0)
    assert counts(verdict, "files differ from the plan") == (1, 0)


def test_models_are_measured_against_the_true_chances(home: Path) -> None:
    chances = pd.DataFrame(
        [
            {"model_name": "renewal", "person_id": n, "vehicle_src_id": f"V{n:07d}", "p_true": n / 50}
            for n in range(1, 37)
        ]
    ).assign(as_of_date=SUNDAY)
    truth.write(home, "label_probability", chances)
    scores = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(1, 37)],
            "vehicle_id": [f"v{n}" for n in range(1, 37)],
            "as_of_date": pd.Timestamp(SUNDAY),
            "model_name": "renewal",
            "model_version": "1",
            "score": [n / 50 for n in range(1, 37)],
        }
    )
    publish(home, SUNDAY, ml__scores=scores)
    found = judge_night(home, SUNDAY).models["renewal"]
    assert found["subjects"] == 36
    assert found["gap_auc"] == pytest.approx(0)
    assert found["gap_brier"] == pytest.approx(0)
    assert found["auc"] > found["mean_auc"] == pytest.approx(0.5)


def test_expected_auc_is_the_mean_over_all_outcomes() -> None:
    chances, scores = np.array([0.2, 0.7, 0.5, 0.9]), np.array([0.1, 0.4, 0.4, 0.3])
    won = total = 0.0
    for i, j in itertools.permutations(range(4), 2):
        weight = chances[i] * (1 - chances[j])
        total += weight
        won += weight * (1.0 if scores[i] > scores[j] else 0.5 if scores[i] == scores[j] else 0.0)
    assert expected_auc(scores, chances) == pytest.approx(won / total)


def test_no_score_beats_the_true_chances() -> None:
    chances = np.linspace(0.05, 0.6, 40)
    best = expected_quality(chances, chances)
    for other in (chances**2, chances[::-1].copy(), np.full(40, 0.3)):
        found = expected_quality(other, chances)
        assert found["brier"] >= best["brier"]
        assert found["log_loss"] >= best["log_loss"]
        assert found["auc"] <= best["auc"] + 1e-12


def test_pairs_of_records() -> None:
    found = pairwise(pd.Series(["a", "a", "a", "b", "c"]), pd.Series([1, 1, 2, 2, 3]))
    assert found["precision"] == pytest.approx(1 / 3)
    assert found["recall"] == pytest.approx(1 / 2)
    assert found["f1"] == pytest.approx(0.4)


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
