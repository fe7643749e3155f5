"""What the ledger says of copied rows and of what other records show, and how old parents are."""

from pathlib import Path

import pandas as pd
import pytest

from simulator import truth
from simulator.landed import newest
from simulator.next_day.changes import first_day
from simulator.world import make_world

# One worker: the world is made once.
pytestmark = pytest.mark.xdist_group("fault_classes")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fault_classes")
    make_world(folder, seed=11, scale=0.12)
    return folder


def test_a_copied_row_is_noted_with_what_was_wrong_in_its_original(home: Path) -> None:
    ledger = truth.read(home, "injected_faults")
    order = newest(home, "repair_order", first_day(home)).set_index("ro_no")["km"]
    copies = ledger[ledger["kind"] == "repair_order_duplicated"].set_index("landed_value")["true_value"]
    wrong = ledger[(ledger["table_name"] == "repair_order") & (ledger["column"] == "km")].set_index("key")
    of_copies = copies[copies.isin(wrong.index)]
    assert len(of_copies) > 0
    assert (
        wrong["landed_value"]
        .reindex(of_copies.index)
        .equals(order.reindex(of_copies.index).rename("landed_value"))
    )
    consent = newest(home, "consent_event", first_day(home)).set_index("consent_id")
    undated = consent.index[(consent["event_ts"] == "") & (consent["source"] == "MIGRATION")]
    noted = ledger[(ledger["kind"] == "consent_undated") & (ledger["column"] == "event_ts")]
    assert set(undated) == set(noted["key"])


def test_swapped_surnames_show_where_another_record_of_the_person_has_them_right(home: Path) -> None:
    ledger, link = truth.read(home, "injected_faults"), truth.read(home, "party_link")
    person = link.set_index("party_src_id")["person_id"]
    swapped = ledger[(ledger["kind"] == "surname_order") & (ledger["column"] == "surname1")]
    mine = person.reindex(swapped["key"])
    right = mine.map(person.value_counts()).to_numpy() - mine.map(mine.value_counts()).to_numpy()
    assert ((right > 0) == (swapped["fault_class"] == "RELATION_VISIBLE").to_numpy()).all()
    kinds = link.set_index("party_src_id")["link_kind"].reindex(swapped.loc[right > 0, "key"])
    assert {"ORIGINAL", "DUPLICATE_OTHER"} <= set(kinds)


def test_parents_are_as_old_as_people_grow(home: Path) -> None:
    born = truth.read(home, "person")["birth_date"].dropna()
    assert born.min() >= pd.Timestamp("1933-06-01")
