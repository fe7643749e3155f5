"""What a rule could find at best of the faults that only other rows show.

Belongs here: one function per kind whose ceiling is below one. An oracle rule sees every landed row and not the truth:
a reading that was rolled back cannot be seen where no other reading of the car stands above it. The truth serves to
say which rows are sound. Kinds without a function can be seen always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

# Kilometres a day that no car exceeds; the rule has its own, in dbt_project.yml.
_FASTEST = 250
_MOST_KM = 999_999
# People on one number that may be a family.
_FAMILY = 4


@dataclass(frozen=True)
class Source:
    """What landed and what is known of it: staged tables by name, truth tables by name, notes of one kind.

    Staged tables have their source's own keys, without the system.
    """

    staged: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]
    notes: pd.DataFrame

    def of_kind(self, kind: str, table: str | None = None) -> pd.DataFrame:
        """Notes of a kind that other rows show, in one table or in all."""
        mine = self.notes[(self.notes["kind"] == kind) & (self.notes["fault_class"] == "RELATION_VISIBLE")]
        return mine if table is None else mine[mine["table_name"] == table]


def ceiling(kind: str, source: Source) -> float:
    """Share of the injected units of a kind that an oracle rule could find; 1 where there was none."""
    if kind not in _CEILINGS or source.of_kind(kind).empty:
        return 1.0
    return _CEILINGS[kind](source)


def _shared_mobile(source: Source) -> float:
    """More people than a family has gave the number."""
    points = source.staged["contact_point"].merge(
        source.truth["party_link"][["party_src_id", "person_id"]], on="party_src_id"
    )
    people = points.groupby("contact_value")["person_id"].nunique()
    mine = points[points["cp_id"].isin(source.of_kind("shared_mobile")["key"])]
    return float((mine["contact_value"].map(people) > _FAMILY).mean())


def _tax_id_relative(source: Source) -> float:
    """Another record of the person bears its own tax id, and the relative's stands where it belongs."""
    party = source.staged["party"].merge(
        source.truth["party_link"][["party_src_id", "person_id"]], on="party_src_id"
    )
    party = party.merge(
        source.truth["person"][["person_id", "tax_id"]], on="person_id", suffixes=("", "_true")
    )
    owned = party[party["tax_id_normalised"] == party["tax_id_true"]]
    records = owned.groupby("tax_id_true").size()
    mine = party[party["party_src_id"].isin(source.of_kind("tax_id_relative")["key"])]
    own, theirs = mine["tax_id_true"].map(records).fillna(0), mine["tax_id_normalised"].map(records).fillna(0)
    return float(((own >= 1) & (theirs >= 1)).mean())


def _surname_order(source: Source) -> float:
    """Another record has the true order, and a third one or an address named after the person says which is true."""
    notes = source.of_kind("surname_order")
    link = source.truth["party_link"][["party_src_id", "person_id"]]
    person = source.truth["person"][["person_id", "surname1", "surname2"]]
    swapped = frozenset(source.notes.loc[source.notes["kind"] == "surname_order", "key"])
    party = source.staged["party"].merge(link, on="party_src_id")
    two = party["surname_key"].fillna("").str.contains(" ", regex=False)
    sound = party[two & ~party["party_src_id"].isin(swapped)]
    sound_records = sound.groupby("person_id").size()
    points = source.staged["contact_point"].merge(link, on="party_src_id").merge(person, on="person_id")
    letters = points["contact_value"].fillna("").str.split("@").str[0].str.replace(r"[^a-z]", "", regex=True)
    surname = (
        points["surname1"].fillna("?").str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    )
    surname = surname.str.lower().str.replace(r"[^a-z]", "", regex=True)
    named = [text.endswith(name) for text, name in zip(letters, surname, strict=True)]
    told = set(points.loc[named, "person_id"])
    mine = party[party["party_src_id"].isin(notes["key"])]
    count = mine["person_id"].map(sound_records).fillna(0)
    return float(((count >= 2) | ((count >= 1) & mine["person_id"].isin(told))).mean())


def _date_swapped(source: Source) -> float:
    """Two other records of the person have the true birth: one alone does not say which of the two is wrong."""
    party = source.staged["party"].merge(
        source.truth["party_link"][["party_src_id", "person_id"]], on="party_src_id"
    )
    party = party.merge(
        source.truth["person"][["person_id", "birth_date"]], on="person_id", suffixes=("", "_true")
    )
    sound = party[pd.to_datetime(party["birth_date"]) == pd.to_datetime(party["birth_date_true"])]
    records = sound.groupby("person_id").size()
    mine = party[party["party_src_id"].isin(source.of_kind("date_swapped")["key"])]
    return float((mine["person_id"].map(records).fillna(0) >= 2).mean())


def _municipality_mismatch(source: Source) -> float:
    """The postal code is known and serves no such municipality."""
    served = source.staged["postal_code"]
    pairs = set(zip(served["postal_code"], served["ine5"], strict=True))
    addresses = source.staged["party_address"]
    mine = addresses[addresses["addr_id"].isin(source.of_kind("municipality_mismatch")["key"])]
    seen = [
        code in set(served["postal_code"]) and (code, town) not in pairs
        for code, town in zip(mine["postal_code"], mine["municipality_ine5"], strict=True)
    ]
    return sum(seen) / len(seen) if seen else 1.0


def _readings(source: Source) -> pd.DataFrame:
    """Readings of workshops and odometers, with whether they are sound, and the day the car began its life."""
    spoilt = source.notes[source.notes["column"] == "km"]
    orders = source.staged["repair_order"].assign(day=lambda frame: pd.to_datetime(frame["opened_date"]))
    odometer = source.staged["odometer"].assign(
        day=lambda frame: pd.to_datetime(frame["reading_ts"]).dt.normalize()
    )
    both = pd.concat(
        [
            orders[["ro_no", "vehicle_src_id", "day", "km"]]
            .set_axis(["key", "car", "day", "km"], axis=1)
            .assign(table_name="repair_order"),
            odometer[["reading_id", "vehicle_src_id", "day", "km"]]
            .set_axis(["key", "car", "day", "km"], axis=1)
            .assign(table_name="odometer"),
        ]
    )
    cars = source.staged["vehicle"].set_index("vehicle_src_id")
    both = both[both["km"].notna()].merge(
        spoilt[["table_name", "key", "kind"]], on=["table_name", "key"], how="left"
    )
    return both.assign(
        sound=both["kind"].isna(), first_day=pd.to_datetime(both["car"].map(cars["first_reg_date"]))
    )


def _km_rolled_back(source: Source) -> float:
    """An earlier sound reading of the car stands above it, or no car drives from it to a later one."""
    readings = _readings(source)
    mine, sound = readings[readings["kind"] == "km_rolled_back"], readings[readings["sound"]]
    pairs = mine.merge(sound[["car", "day", "km"]], on="car", suffixes=("", "_other"))
    days = (pairs["day_other"] - pairs["day"]).dt.days
    seen = ((days < 0) & (pairs["km_other"] > pairs["km"])) | (
        (days > 0) & (pairs["km_other"] - pairs["km"] > _FASTEST * days)
    )
    return float(mine["key"].isin(pairs.loc[seen, "key"]).mean())


def _km_digit_too_many(source: Source) -> float:
    """A later sound reading stands below it, or no car drives so far since a sound reading or since it was new."""
    readings = _readings(source)
    mine, sound = readings[readings["kind"] == "km_digit_too_many"], readings[readings["sound"]]
    born = sound.drop_duplicates("car").assign(day=lambda frame: frame["first_day"], km=0)
    born = pd.concat([born, mine.drop_duplicates("car").assign(day=lambda frame: frame["first_day"], km=0)])
    others = pd.concat([sound, born])[["car", "day", "km"]]
    pairs = mine.merge(others, on="car", suffixes=("", "_other"))
    days = (pairs["day"] - pairs["day_other"]).dt.days
    seen = ((days < 0) & (pairs["km_other"] < pairs["km"])) | (
        (days > 0) & (pairs["km"] - pairs["km_other"] > _FASTEST * days)
    )
    return float((mine["key"].isin(pairs.loc[seen, "key"]) | (mine["km"] > _MOST_KM)).mean())


def _internal_as_customer(source: Source) -> float:
    """Another line of the order is still paid by the factory."""
    lines = source.staged["repair_order_line"]
    inside = set(lines.loc[lines["pay_type"].isin(["WARR", "INT"]), "ro_no"])
    mine = lines[lines["ro_line_id"].isin(source.of_kind("internal_as_customer")["key"])]
    return float(mine["ro_no"].isin(inside).mean())


_CEILINGS: dict[str, Callable[[Source], float]] = {
    "shared_mobile": _shared_mobile,
    "tax_id_relative": _tax_id_relative,
    "surname_order": _surname_order,
    "date_swapped": _date_swapped,
    "municipality_mismatch": _municipality_mismatch,
    "km_rolled_back": _km_rolled_back,
    "km_digit_too_many": _km_digit_too_many,
    "internal_as_customer": _internal_as_customer,
}
