"""The daily step: order of days, same bytes again, answers that hang on the contact, the size of effects."""

import hashlib
import json
import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.effects import contact_effect, offer_kind
from simulator.frames import records
from simulator.landed import landed
from simulator.next_day import changes
from simulator.next_day.answers import Addressee, answer, effect_of, reaction_of
from simulator.next_day.day import Day
from simulator.next_day.draws import Streams
from simulator.next_day.inbox import Contact, InboxError, read_inbox
from simulator.next_day.reach import same_point
from simulator.next_day.simulate import simulate_day
from simulator.next_day.workshop import service_ahead
from simulator.parameters import figure
from tests.unit.simulator.inbox import contact_row, deliver
from tests.unit.simulator.small_world import BASE, DEALER, MONDAY, SUNDAY, make_small_world


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def batch(home: Path, day: date, table: str) -> list[dict[str, str]]:
    rows = landed(home, table, day + timedelta(days=1))
    return [row for row in records(rows) if row["_batch"] == day.isoformat()]


def typed_contact(n: int, channel: str = "EMAIL", plan: str = "AFTERSALES_IN_WARRANTY") -> Contact:
    return Contact(f"c{n:06d}", f"P{n}", f"V{n}", plan, "W", "O", channel, "COMMERCIAL", "x", DEALER)


def addressee(
    kind: str, natural: float = 0.3, plan: str = "AFTERSALES_IN_WARRANTY", reached: bool = True
) -> Addressee:
    return Addressee(1, reached, not reached, 1.0, kind, natural, plan)


def test_a_day_out_of_order_is_refused(tmp_path: Path) -> None:
    home = make_small_world(tmp_path)
    with pytest.raises(changes.DayOutOfOrderError, match="before 2026-06-28: run that day first"):
        simulate_day(home, MONDAY)
    with pytest.raises(changes.DayOutOfOrderError, match="first day to simulate is 2026-06-28"):
        simulate_day(home, BASE)


def test_a_second_run_of_a_day_writes_the_same_bytes(tmp_path: Path) -> None:
    home = make_small_world(tmp_path)
    deliver(home, SUNDAY, [contact_row(n) for n in range(1, 60)])
    simulate_day(home, SUNDAY)
    simulate_day(home, MONDAY)
    landed, hidden = bytes_of(home / "landing"), bytes_of(home / "truth")
    simulate_day(home, SUNDAY)
    simulate_day(home, MONDAY)
    assert bytes_of(home / "landing") == landed
    assert bytes_of(home / "truth") == hidden


def test_the_order_of_delivered_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [contact_row(n) for n in range(1, 150)]
    shuffled = random.Random(3).sample(rows, len(rows))
    homes = []
    for name, content in (("a", rows), ("b", shuffled)):
        home = make_small_world(tmp_path / name)
        deliver(home, SUNDAY, content)
        simulate_day(home, SUNDAY)
        homes.append(home)
    assert bytes_of(homes[0] / "landing") == bytes_of(homes[1] / "landing")
    assert bytes_of(homes[0] / "truth") == bytes_of(homes[1] / "truth")


def test_one_contact_more_changes_no_other_answer(tmp_path: Path) -> None:
    few, more = make_small_world(tmp_path / "few"), make_small_world(tmp_path / "more")
    deliver(few, SUNDAY, [contact_row(n) for n in range(1, 100)])
    deliver(more, SUNDAY, [contact_row(n) for n in range(1, 101)])
    simulate_day(few, SUNDAY)
    simulate_day(more, SUNDAY)
    extra = contact_row(100)["contact_id"][:16]
    for table in ("contact", "response", "consent_event", "repair_order", "lead"):
        kept = [row for row in batch(more, SUNDAY, table) if extra not in json.dumps(row)]
        assert kept == batch(few, SUNDAY, table)


def test_an_empty_inbox_lands_life_only(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, count=1000)
    simulate_day(home, SUNDAY)
    rows = simulate_day(home, MONDAY)
    assert "contact" not in rows
    assert rows["repair_order"] > 0
    assert all(row["opened_date"] == "2026-06-29" for row in batch(home, MONDAY, "repair_order"))


def test_nobody_comes_to_the_workshop_on_a_sunday(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, count=1000)
    simulate_day(home, SUNDAY)
    assert batch(home, SUNDAY, "repair_order") == []


def test_files_and_manifest_entries_of_others_stay(tmp_path: Path) -> None:
    home = make_small_world(tmp_path)
    folder = home / "landing" / SUNDAY.isoformat()
    folder.mkdir(parents=True)
    (folder / "delivery.parquet").write_bytes(b"ours")
    (folder / "_manifest.json").write_text(json.dumps({"delivery.parquet": {"rows": 1}}))
    deliver(home, SUNDAY, [contact_row(n) for n in range(1, 60)])
    simulate_day(home, SUNDAY)
    simulate_day(home, SUNDAY)
    assert (folder / "delivery.parquet").read_bytes() == b"ours"
    manifest = json.loads((folder / "_manifest.json").read_text())
    assert manifest["delivery.parquet"] == {"rows": 1}
    for name in set(manifest) - {"delivery.parquet"}:
        content = (folder / name).read_bytes()
        assert manifest[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert manifest[name]["rows"] == len(batch(home, SUNDAY, name.split(".")[0]))


def test_a_file_without_manifest_is_not_taken_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    home = make_small_world(tmp_path)
    path = deliver(home, SUNDAY, [contact_row(1)])
    path.write_text(path.read_text().replace("persona1", "persona2"))
    with pytest.raises(InboxError, match=r"first_year-email-.*SHA-256"):
        read_inbox(home, SUNDAY)
    path.with_name(path.name.replace(".csv", ".manifest.json")).unlink()
    assert read_inbox(home, SUNDAY) == []


def test_every_contact_is_logged_with_its_reference(tmp_path: Path) -> None:
    home = make_small_world(tmp_path)
    rows = [contact_row(n) for n in range(1, 51)]
    deliver(home, SUNDAY, rows)
    simulate_day(home, SUNDAY)
    logged = batch(home, SUNDAY, "contact")
    assert sorted(row["contact_ref"] for row in logged) == sorted(row["contact_id"] for row in rows)
    assert len({row["contact_src_id"] for row in logged}) == len(rows)


def test_a_dead_address_bounces_and_the_source_learns_it(tmp_path: Path) -> None:
    home = make_small_world(tmp_path)
    deliver(home, SUNDAY, [contact_row(1, address="nobody@nowhere.example"), contact_row(2)])
    simulate_day(home, SUNDAY)
    status = {row["party_src_id"]: row["status"] for row in batch(home, SUNDAY, "contact")}
    assert status["P0000001"] == "BOUNCED"
    kinds = {row["response_type"] for row in batch(home, SUNDAY, "response")}
    assert "BOUNCE" in kinds


def test_a_contact_to_somebody_elses_address_has_no_effect(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, types=["PERSUADABLE"])
    rows = [contact_row(n, address=f"persona{n + 1}@correo.example") for n in range(1, 150)]
    deliver(home, SUNDAY, rows)
    simulate_day(home, SUNDAY)
    effects = changes.read_daily(home, "effects", [SUNDAY])
    assert len(effects) == len(rows)
    assert not effects["reached"].any()
    assert effects["caused"].abs().sum() == 0
    assert {row["response_type"] for row in batch(home, SUNDAY, "response")} <= {"COMPLAINT"}


def test_what_a_contact_causes_comes_on_its_day_and_is_logged_as_a_visit(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, count=1000, rate=0.0, types=["PERSUADABLE"])
    deliver(home, SUNDAY, [contact_row(n) for n in range(1, 801)])
    for offset in range(12):
        simulate_day(home, SUNDAY + timedelta(days=offset))
    effects = changes.read_daily(home, "effects", [SUNDAY])
    caused = effects[effects["caused"] > 0]
    assert len(caused) > 50
    landed = [row for n in range(12) for row in batch(home, SUNDAY + timedelta(days=n), "repair_order")]
    cars = {row["vehicle_src_id"] for row in landed}
    due = caused[caused["event_date"] < "2026-07-08"]
    assert set(due["vehicle_src_id"]) <= cars
    visits = [row for n in range(12) for row in batch(home, SUNDAY + timedelta(days=n), "response")]
    references = {row["reference"] for row in visits if row["response_type"] == "VISIT"}
    assert {
        row["ro_no"] for row in landed if row["vehicle_src_id"] in set(due["vehicle_src_id"])
    } <= references


def test_an_unsubscription_lands_as_a_revocation_and_holds(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, count=4000, types=["SLEEPING_DOG"])
    deliver(home, SUNDAY, [contact_row(n) for n in range(1, 3601)])
    simulate_day(home, SUNDAY)
    gone = {r["contact_src_id"] for r in batch(home, SUNDAY, "response") if r["response_type"] == "UNSUB"}
    acts = [row for row in batch(home, SUNDAY, "consent_event") if row["action"] == "REVOKE"]
    assert 10 <= len(gone) <= 50  # 3600 mails at 0.15 % x 5
    assert len(acts) == len(gone)
    legal = changes.read_truth(home, "legal_status", [SUNDAY])
    people = {int(row["party_src_id"][1:]) for row in acts}
    mine = legal[legal["person_id"].isin(people) & (legal["channel"] == "EMAIL")]
    assert mine["objected"].all()
    assert not mine["has_consent"].any()


@pytest.mark.parametrize("plan", ["AFTERSALES_IN_WARRANTY", "LAPSED", "RENEWAL"])
@pytest.mark.parametrize("natural", [0.1, 0.5])
@pytest.mark.parametrize("count", [8_000, pytest.param(40_000, marks=pytest.mark.prove)])
def test_the_realised_uplift_is_the_true_one(plan: str, natural: float, count: int) -> None:
    """Extra outcomes minus lost ones over many contacts, within four standard errors of the figure."""
    mix = figure("uplift_mix")
    streams = Streams(7, SUNDAY)
    kinds = streams.choose("type", range(count), mix)
    own_way = streams.uniform("own way", range(count)) < natural
    family = "RENEWAL" if plan == "RENEWAL" else "AFTERSALES_IN_WARRANTY"
    change = np.zeros(count)
    for n in range(count):
        found = effect_of(typed_contact(n, plan=family), addressee(kinds[n], natural, plan), SUNDAY, streams)
        change[n] = found.caused * (own_way[n] if found.caused < 0 else not own_way[n])
    seen = ("EMAIL", offer_kind(typed_contact(0).offer_code))
    expected = sum(share * contact_effect(plan, kind, *seen) for kind, share in mix.items())
    assert abs(change.mean() - expected) < 4 * change.std() / count**0.5


def test_an_extra_visit_falls_within_its_window() -> None:
    streams = Streams(1, SUNDAY)
    days = [effect_of(typed_contact(n), addressee("PERSUADABLE"), SUNDAY, streams) for n in range(3000)]
    dates = [found.event_date for found in days if found.caused > 0 and found.event_date]
    assert min(dates) > SUNDAY
    assert max(dates) <= SUNDAY + timedelta(days=figure("daily")["effect_days"]["AFTERSALES"])


@pytest.mark.parametrize(
    ("channel", "kind", "share"),
    [("EMAIL", "OPEN", 0.252), ("SMS", "REPLY", 0.03), ("LETTER", "REPLY", 0.04), ("CALL", "CALL_OK", 0.657)],
)
def test_people_answer_as_often_as_the_figures_say(channel: str, kind: str, share: float) -> None:
    streams, count = Streams(11, SUNDAY), 8000
    who = addressee("LOST")
    hits = sum(
        kind in {name for name, _ in reaction_of(typed_contact(n, channel), who, streams).responses}
        for n in range(count)
    )
    assert abs(hits / count - share) < 4 * (share * (1 - share) / count) ** 0.5 + 0.004


def test_gross_response_is_no_measure_of_effect() -> None:
    """People who are lost to us open as many mails as the persuadable ones."""
    streams = Streams(5, SUNDAY)
    opened = {
        kind: sum(
            bool(reaction_of(typed_contact(n), addressee(kind), streams).responses) for n in range(4000)
        )
        for kind in ("LOST", "PERSUADABLE")
    }
    assert opened["LOST"] == opened["PERSUADABLE"]


def test_an_unknown_party_fails_without_an_answer() -> None:
    out, contact = Day(SUNDAY), typed_contact(1)
    nobody = Addressee(None, False, True, 1.0, "LOST", 0.0, contact.plan)
    effects = answer(out, [contact], {contact.contact_id: nobody}, Streams(1, SUNDAY))
    assert effects[0][1].caused == 0
    assert out.tables["contact"][0]["status"] == "FAILED"
    assert "response" not in out.tables


def test_an_address_is_recognised_in_any_writing() -> None:
    person = {
        "email": "Ana@x.es",
        "mobile": "+34600111222",
        "landline": None,
        "line": "Calle del Sol 4 2ºB",
        "postal_code": "08001",
    }
    assert same_point(person, "EMAIL", "ana@x.es ")
    assert same_point(person, "CALL", "600 11 12 22")
    assert same_point(person, "LETTER", "CALLE DEL SOL, 4 2B 08001")
    assert not same_point(person, "LETTER", "Calle del Sol 4 2B 28001")
    assert not same_point(person, "SMS", "+34600111223")
    assert not same_point(person, "EMAIL", "")


def test_a_car_just_served_is_due_an_interval_later_and_one_long_overdue_was_served_elsewhere() -> None:
    due = [SUNDAY + timedelta(days=n) for n in (365, 200, -100, -400)]
    cars = pd.DataFrame({"fuel": "PETROL", "km_per_day": 10.0, "service_due_date": due})
    ahead, interval = service_ahead(cars, SUNDAY)
    assert interval == pytest.approx([365.25] * 4)
    assert ahead == pytest.approx([365, 200, -100, -400 + 365.25])


@pytest.mark.prove
def test_thirty_nights_go_through(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, count=3000)
    for offset in range(30):
        day = SUNDAY + timedelta(days=offset)
        deliver(home, day, [contact_row(n + offset * 80, contact_id=f"n{offset}c{n}") for n in range(1, 81)])
        rows = simulate_day(home, day)
        assert rows["contact"] == 80
