"""The demo world: reproducible, whole, in its contracts, with the figures and faults it promises."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from ingestion.contracts import load_contracts
from simulator import truth
from simulator.faults.damage import Damage
from simulator.faults.inject import LAYERS, inject
from simulator.landing import Batch, contract_columns, file_name
from simulator.parameters import figure, tolerance, uplift_effect
from simulator.reference_data import names
from simulator.state import LAST_DAY, State, landing_folder, stream
from simulator.world import draft_world, make_world

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("world")

SCALE = 0.12


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    make_world(folder, seed=7, scale=SCALE)
    return folder


@pytest.fixture(scope="module")
def landed(home: Path) -> dict[str, pd.DataFrame]:
    out = {}
    for table in contract_columns():
        path = landing_folder(home, LAST_DAY) / file_name(table)
        reader = f"read_parquet('{path}')"
        if not path.name.endswith(".parquet"):
            reader = f"read_csv('{path}', all_varchar=true, header=true)"
        out[table] = duckdb.connect().execute(f"select * from {reader}").df()
    return out


@pytest.fixture(scope="module")
def clean() -> dict[str, pd.DataFrame]:
    return draft_world(seed=7, scale=SCALE).tables


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        make_world(tmp_path / name, seed=seed, scale=0.02)
    first, second, other = (digest(tmp_path / name) for name in "abc")
    assert first == second
    assert first["landing/2026-06-27/party.csv"] != other["landing/2026-06-27/party.csv"]


def test_every_contract_has_its_file_with_its_columns_in_order(landed: dict[str, pd.DataFrame]) -> None:
    for table, columns in contract_columns().items():
        assert tuple(landed[table].columns) == columns, table
        assert len(landed[table]) > 0, table


def test_the_manifest_tells_rows_bytes_and_hash_of_every_file(home: Path) -> None:
    folder = landing_folder(home, LAST_DAY)
    manifest = json.loads((folder / "_manifest.json").read_text())
    assert set(manifest) == {file_name(table) for table in contract_columns()}
    for name, entry in manifest.items():
        content = (folder / name).read_bytes()
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


def test_every_reference_of_the_clean_source_exists(clean: dict[str, pd.DataFrame]) -> None:
    keys = {
        "party_src_id": "party",
        "payer_party_src_id": "party",
        "vehicle_src_id": "vehicle",
        "lead_id": "lead",
        "order_id": "sales_order",
        "ro_no": "repair_order",
        "closing_ro_no": "repair_order",
        "contact_src_id": "contact",
        "recall_id": "recall",
        "dealer_id": "dealer",
        "assigned_dealer_id": "dealer",
        "model_code": "model_catalogue",
        "municipality_ine5": "municipality",
    }
    for table, frame in clean.items():
        for column, target in keys.items():
            if column in frame and table != target:
                known = set(clean[target].iloc[:, 0])
                used = set(frame[column]) - {""}
                assert used <= known, (table, column, sorted(used - known)[:3])


def test_keys_of_the_clean_source_are_unique(clean: dict[str, pd.DataFrame]) -> None:
    of_several = {
        "registrations": ["month", "ine5", "brand"],
        "municipality_figures": ["ine5", "figures_year"],
        "postal_code": ["postal_code", "ine5"],
    }
    for table, frame in clean.items():
        key = of_several.get(table, [frame.columns[0]])
        assert not frame.duplicated(key).any(), table


def test_a_postal_code_may_serve_several_towns_and_no_clean_address_contradicts_the_table(
    clean: dict[str, pd.DataFrame],
) -> None:
    table, address = clean["postal_code"], clean["party_address"]
    assert table["postal_code"].duplicated().any()
    assert table["ine5"].duplicated().any()
    served = set(zip(table["postal_code"], table["ine5"], strict=True))
    assert set(zip(address["postal_code"], address["municipality_ine5"], strict=True)) <= served


def test_nothing_that_happened_lies_after_the_last_day(clean: dict[str, pd.DataFrame]) -> None:
    last = LAST_DAY.isoformat() + " 23:59:59"
    for table, frame in clean.items():
        assert (frame["updated_at"] <= last).all(), table
        assert (frame["created_at"] <= frame["updated_at"]).mean() > 0.99, table
    for table, column in (("repair_order", "opened_date"), ("lead", "received_ts"), ("contact", "sent_ts")):
        assert (clean[table][column] <= last).all()


def test_published_figures_come_out(home: Path, clean: dict[str, pd.DataFrame]) -> None:
    lead, order = clean["lead"], clean["sales_order"]
    assert (lead["status"] == "WON").mean() == pytest.approx(figure("leads_to_order"), abs=0.025)
    lines = clean["repair_order_line"].assign(net=lambda frame: frame["net_amount"].astype(float))
    per_visit = lines.groupby("ro_no")["net"].sum()
    assert per_visit.mean() == pytest.approx(figure("ticket_mean"), abs=tolerance("ticket_mean"))
    held = clean["contact"]["cell"] == "HOLDOUT"
    assert held.mean() == pytest.approx(figure("past_holdout_share"), abs=0.03)
    assert len(order) > 0
    vehicle = truth.read(home, "vehicle")
    wanted = figure("vehicles_on_road") * SCALE
    assert vehicle["scrapped_on"].isna().sum() == pytest.approx(wanted, rel=0.06)
    uplift = truth.read(home, "uplift")
    for kind, share in figure("uplift_mix").items():
        assert (uplift["uplift_type"] == kind).mean() == pytest.approx(share, abs=0.025)
    person = truth.read(home, "person")
    people = person[person["person_type"] == "P"]
    assert (people["surname1"] == "García").mean() == pytest.approx(0.033, abs=0.01)


def test_visits_fall_with_the_age_of_the_car(clean: dict[str, pd.DataFrame]) -> None:
    vehicle = clean["vehicle"].query("status == 'ACTIVE'")
    born = pd.to_datetime(vehicle["delivery_date"], errors="coerce")
    age = (pd.Timestamp("2025-12-27") - born).dt.days / 365.25
    seen = clean["repair_order"].query("opened_date >= '2025-06-28'")["vehicle_src_id"]
    came = vehicle["vehicle_src_id"].isin(seen)
    young, old = came[(age > 1) & (age <= 3)].mean(), came[age > 10].mean()
    assert young > 0.5
    assert old < 0.35


def test_past_campaigns_chose_better_customers_but_held_out_people_at_random(home: Path) -> None:
    draft = draft_world(seed=7, scale=0.05)
    contacts, pool = draft.contacts, draft.life.pool
    commercial = contacts[contacts["plan"].str.startswith("AFTERSALES")]
    reached = pool.visit_frailty[commercial["person"]].mean()
    assert reached > 1.05 * pool.visit_frailty.mean()
    chosen = contacts[contacts["plan"] != "ORDER"]
    held = (chosen["cell"] == "HOLDOUT").groupby(chosen["person"])
    assert (held.nunique() == 1).all()
    # An action's control cell leaves somebody out of this action alone, whoever he is.
    others = chosen[chosen["cell"] != "HOLDOUT"]
    control = others["cell"] == "CONTROL"
    assert 0.02 < control.mean() < 0.08
    assert set(others.loc[control, "person"]) & set(others.loc[~control, "person"])
    assert (others.loc[control, "status"] == "HELD").all()
    assert (others.loc[control, "caused"] == 0).all()


@pytest.mark.parametrize(
    ("kinds", "fault", "table", "column"),
    [
        (["email_missing"], "email_missing", "contact_point", "EMAIL"),
        (["tax_id_missing"], "tax_id_missing", "party", "tax_id"),
        (["km_sentinel"], "km_sentinel", "repair_order", "km"),
        (["plate_mistyped"], "plate_mistyped", "vehicle", "plate"),
        (["vin_cut", "vin_letters"], "vin_damaged", "vehicle", "vin"),
        (["postal_zero_lost"], "postal_zero_lost", "party_address", "postal_code"),
        (["duplicate_other_dealer"], "duplicate_other_dealer", "party", "party_src_id"),
    ],
)
def test_faults_have_their_rates(
    home: Path, clean: dict[str, pd.DataFrame], kinds: list[str], fault: str, table: str, column: str
) -> None:
    ledger = truth.read(home, "injected_faults")
    hits = ledger[ledger["kind"].isin(kinds) & (ledger["table_name"] == table)]
    assert set(hits["column"]) == {column}
    base = clean[table]
    if table == "contact_point":
        base = base[base["kind"] == column]
    rate = len(hits) / len(base)
    if fault.startswith("duplicate"):
        rate = len(hits) / (len(base) - len(ledger[ledger["kind"].str.startswith("duplicate")]))
    assert rate == pytest.approx(figure("faults")[fault], abs=max(tolerance("faults"), 0.02))


def test_the_ledger_tells_what_was_landed_for_what_was_true(
    home: Path, landed: dict[str, pd.DataFrame], clean: dict[str, pd.DataFrame]
) -> None:
    ledger = truth.read(home, "injected_faults")
    for table, column in (("vehicle", "plate"), ("ownership", "valid_to"), ("repair_order", "km")):
        mine = ledger[(ledger["table_name"] == table) & (ledger["column"] == column)]
        key = clean[table].columns[0]
        mine = mine[mine["key"].isin(clean[table][key])]  # copied rows are in no clean table
        true = clean[table].set_index(key)[column].reindex(mine["key"])
        now = landed[table].drop_duplicates(key).set_index(key)[column].reindex(mine["key"]).fillna("")
        if table == "ownership":  # an end that the source never learned of is in the truth alone
            spell = (
                truth.read(home, table).dropna(subset=[key]).set_index(key)[column].dt.strftime("%Y-%m-%d")
            )
            silent = (true == "").to_numpy() & (mine["kind"] == "ownership_left_open").to_numpy()
            true = true.mask(silent, spell.reindex(mine["key"]).fillna(""))
        assert (true.to_numpy() == mine["true_value"].to_numpy()).all()
        assert (now.to_numpy() == mine["landed_value"].to_numpy()).all()


def test_each_injected_fault_is_named_in_its_class_by_the_contract_of_its_table(home: Path) -> None:
    ledger = truth.read(home, "injected_faults")[["table_name", "kind", "fault_class"]].drop_duplicates()
    contracts = load_contracts()
    for table, kind, fault_class in ledger.itertuples(index=False):
        named = " ".join(getattr(contracts[table].faults, fault_class.lower()))
        assert kind in named.replace(",", "").split(), (table, kind, fault_class)


def test_there_are_identical_and_conflicting_rows(landed: dict[str, pd.DataFrame]) -> None:
    party = landed["party"]
    assert party.duplicated().any()
    again = party.drop_duplicates()
    assert again.duplicated(["party_src_id", "updated_at"]).any()


def test_the_night_finds_something_due_for_every_plan(clean: dict[str, pd.DataFrame], home: Path) -> None:
    recent = (clean["lead"]["received_ts"] >= "2026-06-20") & clean["lead"]["status"].isin(["NEW", "WORKING"])
    assert recent.any()
    assert (~clean["sales_order"]["stage"].isin(["DELIVERED", "CANCELLED"])).any()
    vehicle = truth.read(home, "vehicle")
    due = (vehicle["service_due_date"] - pd.Timestamp("2026-06-28")).dt.days
    assert ((due > 0) & (due < 90)).sum() > 10
    assert (clean["appointment"]["status"] == "BOOKED").any()


def test_a_stream_does_not_change_when_another_is_added() -> None:
    first = stream(7, "a").random(3)
    stream(7, "b").random(100)
    assert (stream(7, "a").random(3) == first).all()
    assert (stream(7, "b").random(3) != first).any()


def test_uplift_types_average_to_the_published_effect() -> None:
    for plan in ("AFTERSALES_IN_WARRANTY", "AFTERSALES_OUT_OF_WARRANTY", "LAPSED", "RENEWAL"):
        mean = sum(share * uplift_effect(plan, kind) for kind, share in figure("uplift_mix").items())
        assert mean == pytest.approx(figure("uplift_average")[plan])


def test_a_batch_refuses_a_column_that_the_contract_does_not_know(tmp_path: Path) -> None:
    frame = pd.DataFrame({"recall_id": ["1"], "colour": ["red"]})
    with pytest.raises(ValueError, match="colour"):
        Batch(tmp_path, LAST_DAY).add("recall", frame)


def test_surnames_are_as_frequent_as_in_spain() -> None:
    frame = names("SURNAME").set_index("name")["share"]
    assert frame["García"] == pytest.approx(0.033, abs=0.002)
    assert frame.nlargest(11).sum() == pytest.approx(0.20, abs=0.01)


def test_the_state_counts_ids_on(home: Path) -> None:
    state = State.load(home)
    before = state.counters["P"]
    assert state.next_ids("P", 2)[0] == f"P{before + 1:07d}"


def test_damage_is_the_same_twice() -> None:
    ledgers = []
    for _ in range(2):
        damage = Damage(draft_world(seed=5, scale=0.02))
        for group in LAYERS:
            inject(damage, group)
        ledgers.append(damage.ledger())
    pd.testing.assert_frame_equal(ledgers[0], ledgers[1])
