"""The judge: caps, capacities, budgets, the control group and contacts made twice."""

from pathlib import Path

import pandas as pd
import pytest

from simulator import truth
from simulator.judge.verdict import judge_night
from simulator.next_day.simulate import simulate_day
from tests.unit.simulator.inbox import contact_row, deliver
from tests.unit.simulator.judged_world import counts, land, publish
from tests.unit.simulator.small_world import MONDAY, SUNDAY


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
