"""The truth tables of a made world: complete, consistent with each other, by the mechanism of the effects."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator import truth
from simulator.effects import contact_effects, with_contact
from simulator.frames import as_date
from simulator.landed import newest
from simulator.law import CLASSES
from simulator.parameters import figure
from simulator.world import make_world

pytestmark = pytest.mark.xdist_group("truth")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("truth")
    make_world(folder, seed=11, scale=0.1)
    return folder


@pytest.fixture(scope="module")
def outcome(home: Path) -> pd.DataFrame:
    return truth.read(home, "potential_outcome")


def test_every_table_of_the_schema_is_written_and_none_is_empty(home: Path) -> None:
    assert {path.stem for path in (home / "truth").glob("*.parquet")} == set(truth.SCHEMAS)
    assert all(len(truth.read(home, table)) for table in truth.SCHEMAS)


def test_an_event_has_one_outcome_for_each_channel_and_offer(outcome: pd.DataFrame) -> None:
    assert not outcome.duplicated(["event_id", "channel", "offer_kind"]).any()
    assert (outcome.groupby("event_id").size() == 12).all()
    assert (outcome.groupby("event_id")["p_without"].nunique() == 1).all()


def test_outcomes_follow_the_one_mechanism(outcome: pd.DataFrame) -> None:
    effect = contact_effects(
        outcome["effect_rule"].astype(object),
        outcome["uplift_type"].astype(object),
        outcome["channel"].astype(object),
        outcome["offer_kind"].astype(object),
    )
    expected = with_contact(outcome["p_without"].to_numpy(dtype=np.float64), effect)
    assert np.allclose(outcome["p_with"], expected, atol=1e-6)
    assert outcome["p_without"].between(0, 1).all()


def test_coming_events_lie_ahead_and_past_ones_behind(outcome: pd.DataFrame) -> None:
    first = pd.Timestamp("2026-06-28")
    coming = outcome["period"] == "COMING"
    assert (outcome.loc[coming, "contact_date"] >= first).all()
    assert (outcome.loc[~coming, "contact_date"] < first).all()
    for rule in ("AFTERSALES_IN_WARRANTY", "LAPSED", "RENEWAL"):
        assert (coming & (outcome["effect_rule"] == rule)).any()


@pytest.mark.parametrize("category", ["M1", "N1"])
def test_an_inspection_comes_up_for_a_car_and_a_van_when_its_own_law_says(
    home: Path, outcome: pd.DataFrame, category: str
) -> None:
    cars, first = truth.read(home, "vehicle").set_index("vehicle_src_id"), pd.Timestamp("2026-06-28")
    due = as_date(newest(home, "itv", first.date()).set_index("vehicle_src_id")["due_date"])
    mine = (cars["body_category"].reindex(due.index) == category) & (due >= first)
    ahead = due[mine] - pd.Timedelta(45, "D")
    events = outcome[outcome["trigger_type"] == "ITV_DUE"].drop_duplicates("event_id")
    told = events.set_index(events["vehicle_src_id"].astype(str))["contact_date"]
    told = told[told.index.isin(ahead.index)]
    assert len(told)
    assert (told == ahead.reindex(told.index)).all()
    # The others are of owners whom the source does not know, or of rental firms and dealers.
    soon = ahead[ahead.between(first, first + pd.Timedelta(119, "D"))]
    young = cars.loc[soon.index, "delivery_date"] > first - pd.Timedelta(15 * 365, "D")
    assert soon[young].index.isin(told.index).mean() > 0.4


def test_rights_are_used_after_the_first_world_as_often_as_in_its_last_year(home: Path) -> None:
    links, person = truth.read(home, "party_link"), truth.read(home, "person").set_index("person_id")
    last_day = pd.Timestamp("2026-06-27")
    links = links[(person["person_type"].reindex(links["person_id"]) == "P").to_numpy()]
    landed = last_day - pd.Timedelta(round(figure("years_landed") * 365.25), "D")
    days = (last_day - links["since"].where(links["since"] > landed, landed)).dt.days.clip(lower=1)
    # A record's request falls on any day since it came, all alike.
    in_the_year = float((figure("rights_used") * days.clip(upper=365) / days).sum())
    alive = person["died_on"].isna() & person["erased_on"].isna()
    people = alive.reindex(links["person_id"].unique()).sum()
    assert figure("daily")["rights_per_year"] == pytest.approx(in_the_year / people, rel=0.07)


def test_past_contacts_tell_their_event(home: Path, outcome: pd.DataFrame) -> None:
    effects = truth.read(home, "past_effects").dropna(subset=["event_id"])
    assert effects["event_id"].is_unique
    events = outcome[outcome["period"] == "PAST"].drop_duplicates("event_id").set_index("event_id")
    mine = events.reindex(effects["event_id"].astype(int))
    assert (mine["person_id"].to_numpy() == effects["person_id"].to_numpy()).all()
    assert np.allclose(mine["p_without"].to_numpy(dtype=float), effects["p_without"], atol=1e-6)


def test_who_is_held_out_converts_as_often_as_the_chance_without_a_contact(home: Path) -> None:
    effects = truth.read(home, "past_effects").dropna(subset=["event_id"])
    aftersales = effects[effects["plan_code"].str.startswith("AFTERSALES")]
    still = aftersales[aftersales["effect"] == 0.0]
    closed = still.merge(
        truth.read(home, "potential_outcome")[["event_id", "contact_date"]].drop_duplicates("event_id"),
        on="event_id",
    )
    closed = closed[closed["contact_date"] < "2026-03-01"]
    assert closed["converted"].mean() == pytest.approx(closed["p_without"].mean(), rel=0.15)


def test_everybody_lives_in_one_household_of_at_least_the_known_ones(home: Path) -> None:
    person, household = truth.read(home, "person"), truth.read(home, "household").set_index("household_id")
    size = person.groupby("household_id").size()
    assert (household["known_persons"] == size.reindex(household.index)).all()
    private = household[household["kind"] != "COMPANY"]
    assert (private["residents"] >= private["known_persons"]).all()
    assert set(private.loc[private["kind"] == "FAMILY", "known_persons"]) == {3}
    assert household["shared_email"].any()
    assert household["shared_mobile"].any()


def test_a_child_has_the_first_surname_of_each_parent(home: Path) -> None:
    person, household = truth.read(home, "person"), truth.read(home, "household")
    family = person[person["household_id"].isin(household.loc[household["kind"] == "FAMILY", "household_id"])]
    for _, members in family.groupby("household_id"):
        by_age = members.sort_values("birth_date")
        child, parents = by_age.iloc[-1], by_age.iloc[:-1].set_index("sex")["surname1"]
        assert (child["surname1"], child["surname2"]) == (parents["M"], parents["F"])


def test_the_law_has_a_verdict_for_each_possible_contact(home: Path) -> None:
    status = truth.read(home, "legal_status")
    assert not status.duplicated(["person_id", "channel"]).any()
    for name in CLASSES:
        assert status[name.lower()].notna().all()
    assert (status.loc[status["commercial"] == "ALLOWED", "objected"] == False).all()  # noqa: E712
    assert (status["commercial"] == "ALLOWED").mean() > 0.2
    assert {"L2", "L3", "L4", "L5"} <= set(status["commercial"])
