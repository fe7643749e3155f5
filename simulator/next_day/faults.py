"""Faults of the rows that are born on a day: the layers of ``simulator/faults``, at the rates of the first world.

Belongs here: what the layers have to know of a day, and what becomes of a row that was typed wrong when it lands again.
An ownership left open is decided where the resale is told, in `next_day/resales.py`.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator import truth
from simulator.faults.damage import Damage, Drafted
from simulator.faults.inject import LAYERS, inject
from simulator.frames import Lookup, records
from simulator.hazards import Flags, Ints
from simulator.identifiers import Strings
from simulator.landing import columns_of
from simulator.next_day import changes
from simulator.next_day.changes import agenda_row
from simulator.next_day.day import Day, text
from simulator.next_day.world import World
from simulator.state import stream

# Tables of which rows are damaged, by group; a reading stands beside its repair order.
BORN = {
    "PEOPLE": ("party", "contact_point", "party_address", "consent_event"),
    "CARS": ("vehicle", "ownership"),
    "WORKSHOP": ("repair_order", "odometer", "repair_order_line"),
}
LINK_COLUMNS = ["party_src_id", "person_id", "link_kind"]
PERSON_COLUMNS = ["person_id", "household_id", "surname1", "is_customer", "is_dealer"]
POINT_COLUMNS = truth.SCHEMAS["contact_point"].names
READING = "K"  # stands before the number of the repair order in the key of its reading


class DayDamage(Damage):
    """Damage to few rows: each is struck by chance alone, so that the rates hold over many days."""

    def __init__(self, draft: Drafted, chances: dict[tuple[str, str], float]) -> None:
        """Work on the tables of `draft`, in place; `chances` are those of the first world."""
        super().__init__(draft)
        self.chances = chances

    def pick_among(
        self,
        rng: np.random.Generator,
        eligible: Flags,
        fault: str,
        part: float = 1.0,
        base: Flags | None = None,
        of: str = "",
    ) -> Ints:
        """Rows among the eligible, each with the chance that such a row had in the first world."""
        rows = np.flatnonzero(eligible)
        return np.asarray(rows[rng.random(len(rows)) < self.chances[fault, of]], dtype=np.int64)

    def deal(self, rng: np.random.Generator, count: int, parts: int) -> Ints:
        """Deal picked rows out to so many forms of a fault by chance: number of the form, from 0."""
        return rng.integers(0, parts, count)

    def count(self, rng: np.random.Generator, rate: float, rows: int) -> int:
        """How many of some rows a fault concerns: often none."""
        return int(rng.binomial(rows, rate))


@dataclass
class DayDraft:
    """The rows born on a day and who they are about."""

    seed: int
    day: date
    variant: str
    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]
    person: pd.DataFrame
    party: pd.DataFrame
    before: dict[str, Ints]
    lent: Strings
    counters: dict[str, int] = field(default_factory=dict)

    def rng(self, *names: str) -> np.random.Generator:
        """Random stream of a purpose on the day."""
        return stream(self.seed, "day", str(self.day), *names)

    def new_ids(self, prefix: str, count: int) -> npt.NDArray[np.object_]:
        """Keys that no row has yet, from the day."""
        first = self.counters.get(prefix, 0)
        self.counters[prefix] = first + count
        numbers = range(first + 1, first + count + 1)
        return np.array([f"{prefix}N{self.day:%y%m%d}{number:04d}" for number in numbers], dtype=object)

    def told_before(self, column: str) -> Ints:
        """How many older records of each person are right in a column of party."""
        return self.before[column]

    def household_tax_ids(self) -> Strings:
        """Tax id of somebody else of the household of each record, empty where nobody else is known."""
        return self.lent


def damage_day(out: Day, world: World) -> None:
    """Damage the rows born today, note each damaged cell in the truth, and let older wrong cells stay wrong."""
    _keep_wrong(out, world)
    born = {table: _born(out, table) for tables in BORN.values() for table in tables}
    readings = {row["reading_id"]: row for row in born["odometer"]}
    born["odometer"] = [readings[f"{READING}{row['ro_no']}"] for row in born["repair_order"]]
    draft = _draft(out, world, born)
    chances = truth.read(world.home, "fault_chance")
    keys = zip(chances["fault"], chances["of"], strict=True)
    damage = DayDamage(draft, dict(zip(keys, chances["chance"], strict=True)))
    for group in LAYERS:
        tables = {table: _frame(table, born[table]) for table in BORN[group]}
        damage.tables.update(tables)
        inject(damage, group)
        for table in BORN[group]:
            _put_back(out, table, born[table], damage.forget(table))
    dropped = {row["cp_id"] for row in born["contact_point"]}
    points = [row for row in out.truth.get("contact_point", []) if row["cp_id"] not in dropped]
    out.truth["contact_point"] = [*points, *records(draft.truth["contact_point"])]
    for note in records(damage.ledger()):
        out.hide("injected_faults", note)
    _finish_twice(out, world, draft)


def _born(out: Day, table: str) -> list[dict[str, str]]:
    """Rows of a table that are new today, by key; later versions of older ones are not."""
    rows = [row for row in out.tables.get(table, []) if row["created_at"][:10] == str(out.day)]
    key = columns_of(table)[0]
    return sorted(rows, key=lambda row: row[key])


def _frame(table: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    columns = list(columns_of(table))
    values = [[row.get(name, "") for name in columns] for row in rows]
    return pd.DataFrame(values, columns=columns, dtype=object)


def _put_back(out: Day, table: str, born: list[dict[str, str]], damaged: pd.DataFrame) -> None:
    """Put the damaged rows in the place of the clean ones."""
    clean = {id(row) for row in born}
    kept = [row for row in out.tables.get(table, []) if id(row) not in clean]
    rows = [{name: str(value) for name, value in row.items()} for row in records(damaged)]
    if kept or rows:
        out.tables[table] = [*kept, *rows]


def _draft(out: Day, world: World, born: dict[str, list[dict[str, str]]]) -> DayDraft:
    links = {str(row["party_src_id"]): row for row in out.truth.get("party_link", [])}
    party = pd.DataFrame([links[row["party_src_id"]] for row in born["party"]], columns=LINK_COLUMNS)
    person = _people(out, world, party)
    place = pd.Index(person["person_id"]).get_indexer(pd.Index(party["person_id"]))
    party["row"] = place.astype(np.int64)
    points = Lookup(pd.DataFrame(out.truth.get("contact_point", []), columns=POINT_COLUMNS), "cp_id")
    mine = pd.DataFrame([points[row["cp_id"]] for row in born["contact_point"]], columns=POINT_COLUMNS)
    spells = pd.DataFrame({"ownership_id": [], "valid_to": []}, dtype=object)
    return DayDraft(
        seed=world.seed,
        day=out.day,
        variant=world.variant,
        tables={},
        truth={"contact_point": mine, "ownership": spells},
        person=person,
        party=party,
        before=told_before(world, person),
        lent=_lent(world, person, party),
    )


def _people(out: Day, world: World, party: pd.DataFrame) -> pd.DataFrame:
    """Those of whom a record is new, as they are after the day; whoever signed an order is as good as a customer."""
    changed = Lookup(pd.DataFrame(out.truth.get("person", []), columns=PERSON_COLUMNS), "person_id")
    signed = {row["party_src_id"] for row in out.tables.get("sales_order", [])}
    rows = []
    for number, records_of in party.groupby("person_id", sort=False)["party_src_id"]:
        known = changed.get(number) or world.person[int(str(number))]
        keys = records_of.tolist()
        row = {name: known[name] for name in PERSON_COLUMNS}
        row["is_customer"] = bool(known["is_customer"]) or not signed.isdisjoint(keys)
        rows.append({**row, "party_src_id": world.party_of.get(int(str(number)), keys[0])})
    return pd.DataFrame(rows, columns=[*PERSON_COLUMNS, "party_src_id"])


def told_before(world: World, person: pd.DataFrame) -> dict[str, Ints]:
    """Older records of each person that have the first surname in its place, and that have a birth date."""
    links = world.links[world.links["person_id"].isin(person["person_id"])]
    counts = {name: np.zeros(len(person), dtype=np.int64) for name in ("surname1", "birth_date")}
    if links.empty:
        return counts
    rows = world.source("party").merge(links[["party_src_id", "person_id"]], on="party_src_id")
    # A day may bring companies alone, which have none.
    true = rows["person_id"].map(person.set_index("person_id")["surname1"]).astype("str")
    told = {
        "surname1": rows["surname1"].str.upper() == true.str.upper(),
        "birth_date": rows["birth_date"] != "",
    }
    for name, right in told.items():
        found = right.astype(int).groupby(rows["person_id"]).sum().reindex(person["person_id"]).fillna(0)
        counts[name] = np.asarray(found, dtype=np.int64)
    return counts


def _lent(world: World, person: pd.DataFrame, party: pd.DataFrame) -> Strings:
    """True tax id of the first known person beside the record's own in its household, empty where there is none."""
    house = person["household_id"].to_numpy()[party["row"]]
    own = person["person_id"].to_numpy()[party["row"]]
    near = world.people[world.people["household_id"].isin(house)]
    near = near[near["person_id"].isin(list(world.party_of))]
    ids = [
        near.loc[(near["household_id"] == each) & (near["person_id"] != number), "tax_id"].tolist()
        for each, number in zip(house.tolist(), own.tolist(), strict=True)
    ]
    return np.array([text(found[0]) if found else "" for found in ids], dtype=object)


def _keep_wrong(out: Day, world: World) -> None:
    """A reading that was typed wrong stays wrong when its repair order, which was planned before, is closed."""
    notes = world.faults
    notes = notes[(notes["table_name"] == "repair_order") & (notes["column"] == "km")]
    wrong = Lookup(notes, "key")
    for row in out.tables.get("repair_order", []):
        note = wrong.get(row["ro_no"])
        if note is not None and row["km"] in {note["true_value"], note["landed_value"]}:
            row["km"] = str(note["landed_value"])


def _finish_twice(out: Day, world: World, draft: DayDraft) -> None:
    """Close a repair order that was entered twice as its original is closed, some day after."""
    notes = [n for n in out.truth.get("injected_faults", []) if n["kind"] == "repair_order_duplicated"]
    copies = {str(note["true_value"]): str(note["key"]) for note in notes}
    if not copies:
        return
    planned = changes.due_after(world.agenda, out.day)
    planned += changes.due_after(pd.DataFrame(out.agenda, columns=changes.AGENDA.names), out.day)
    for due, table, row in planned:
        again = copies.get(row.get("ro_no", "")) if table in {"repair_order", "repair_order_line"} else None
        if again is not None:
            twice = {**row, "ro_no": again}
            if table == "repair_order_line":
                twice["ro_line_id"] = str(draft.new_ids("RL", 1)[0])
            out.agenda.append(agenda_row(out.day, due, table, twice))
