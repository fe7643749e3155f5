"""How right the life-cycle state of customers with cars is, against the same rules applied to what really happened.

Belongs here: the state of each true spell on the day of the plan, by the seeds of the business, written apart from the
pipeline's models. Two times: with all that is true, and with no more than the source was told before it was damaged;
what the second misses, no rule can know but by a guess.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator.frames import as_date, records
from simulator.judge.night import Night, seed_rows
from simulator.judge.undamaged import undamaged

NEVER = pd.Timestamp("2262-01-01")
DAY = pd.Timedelta(days=1)
CENTURY = 1200  # months of what nothing ends
SOLD = "SOLD"  # who has a successor of whom nobody told more
Days = npt.NDArray[np.datetime64]


def later(days: pd.Series, months: float | pd.Series) -> pd.Series:
    """Move days by months; the last day of a shorter month stays the last.

    >>> later(pd.Series(pd.to_datetime(["2026-01-31", None])), 1).dt.strftime("%Y-%m-%d").tolist()
    ['2026-02-28', nan]
    """
    values = days.to_numpy(dtype="datetime64[D]")
    month = values.astype("datetime64[M]")
    moved = month + np.asarray(months, dtype=np.int64)
    longest = (moved + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return pd.Series(
        np.minimum(moved.astype("datetime64[D]") + (values - month.astype("datetime64[D]")), longest),
        index=days.index,
    ).astype("datetime64[ns]")


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return the value of each key, in a series with an index of keys that may be empty; missing ones stay missing."""
    return pd.Series(values.reindex(keys).to_numpy(), index=keys.index)


@dataclass
class Rules:
    """The seeds of the life cycle in force on the day."""

    states: pd.DataFrame
    losses: pd.DataFrame

    @classmethod
    def of(cls, night: Night) -> "Rules":
        """Read them."""
        states = seed_rows("lifecycle_states", night.day)
        for name in ("state_order", "months", "lasts_months"):
            states[name] = pd.to_numeric(states[name])
        states["lasts_months"] = states["lasts_months"].fillna(CENTURY)
        losses = seed_rows("lifecycle_losses", night.day)
        return cls(states, losses.assign(months=pd.to_numeric(losses["months"])))

    def reached_by(self, milestone: str) -> pd.DataFrame:
        """Return the states that begin with a milestone, in the order of the list."""
        return self.states[self.states["reached_by"] == milestone].sort_values("state_order")

    def lasts(self, milestone: str) -> int:
        """Return the months for which the state of a milestone is told."""
        return int(self.reached_by(milestone)["lasts_months"].iloc[0])

    def name(self, milestone: str) -> str:
        """Return the state of a milestone."""
        return str(self.reached_by(milestone)["state"].iloc[0])


def true_spells(night: Night) -> pd.DataFrame:
    """Return one row per person and car of which the source knows, the last spell of each.

    `ended_on` is the first day on which it is over, NaT while it lasts; `told` says whether the source could know.
    """
    day = pd.Timestamp(night.day)
    spells = night.world.spells
    spells = spells[spells["valid_from"] < day].copy()
    spells["ended_on"] = (spells["valid_to"] + DAY).where(spells["valid_to"] < day)
    spells["is_known"] = spells["ownership_id"].notna()
    rows = undamaged(night, "ownership")
    ends = as_date(rows["valid_to"]).set_axis(rows["ownership_id"])
    # Nobody is missed before he is known.
    since = as_date(rows["created_at"]).set_axis(rows["ownership_id"])
    spells["known_on"] = spells["ownership_id"].map(since.groupby(level=0).min()) + DAY
    spells["said"] = spells["ownership_id"].map(ends.groupby(level=0).min()).lt(day)
    known = spells[spells["is_known"] & (spells["role"] != "DRIVER")]
    newest = known.groupby("vehicle_src_id")["valid_from"].max()
    followed = spells["vehicle_src_id"].map(newest) > spells["valid_from"]
    vehicles = undamaged(night, "vehicle")
    scrapped = set(vehicles.loc[vehicles["status"].str.upper() == "SCRAPPED", "vehicle_src_id"])
    gone = spells["vehicle_src_id"].isin(scrapped) & (spells["end_reason"] == "SCRAPPED")
    spells["told"] = spells["is_known"] & (spells["said"] | followed | gone)
    spells["told_reason"] = spells["end_reason"].where(spells["said"] | gone, SOLD)
    return spells


def holdings(night: Night, spells: pd.DataFrame) -> pd.DataFrame:
    """Return when people held a car of the brand or had one on order: person_id, began_on, ended_on, without gaps."""
    orders = undamaged(night, "sales_order")
    stages = undamaged(night, "order_stage")
    stages = stages[stages["stage"].isin(["DELIVERED", "CANCELLED"])]
    ended = as_date(stages["stage_ts"]).groupby(stages["order_id"]).min()
    ordered = pd.DataFrame(
        {
            "person_id": orders["party_src_id"].map(night.world.person_of),
            "began_on": as_date(orders["order_date"]) + DAY,
            "ended_on": looked_up(orders["order_id"], ended) + DAY,
        }
    )
    held = spells.assign(began_on=spells["valid_from"] + DAY)[["person_id", "began_on", "ended_on"]]
    rows = pd.concat([ordered.dropna(subset=["person_id", "began_on"]), held], ignore_index=True)
    rows["ended_on"] = rows["ended_on"].fillna(NEVER)
    rows = rows[rows["began_on"] < rows["ended_on"]].sort_values(["person_id", "began_on"])
    before = rows.groupby("person_id")["ended_on"].cummax().groupby(rows["person_id"]).shift()
    rows["island"] = (before.isna() | (rows["began_on"] > before)).cumsum()
    return rows.groupby(["person_id", "island"], as_index=False).agg(
        began_on=("began_on", "min"), ended_on=("ended_on", "max")
    )


def held_states(night: Night, rules: Rules, spells: pd.DataFrame) -> pd.Series:
    """Return the state of spells that last, by the age of the car and the visits of the holder."""
    day = pd.Timestamp(night.day)
    cars, vehicle = spells["vehicle_src_id"], night.world.vehicles.set_index("vehicle_src_id")
    extended, landed = undamaged(night, "warranty_extension"), undamaged(night, "vehicle")
    end = as_date(extended["end_date"]).groupby(extended["vehicle_src_id"]).max()
    further = pd.to_numeric(extended["km_limit"]).groupby(extended["vehicle_src_id"]).max()
    limit = pd.to_numeric(landed.set_index("vehicle_src_id")["warranty_km"])
    ends = [looked_up(cars, days) for days in (vehicle["warranty_end"], end)]
    over = pd.concat(ends, axis=1).max(axis=1) + DAY
    limits = pd.concat([looked_up(cars, km) for km in (limit, further)], axis=1).max(axis=1)
    past_limit = looked_up(cars, vehicle["km_now"]) > limits
    delivered = looked_up(cars, vehicle["delivery_date"])
    milestones = {"DELIVERED": delivered, "WARRANTY_OVER": over.mask(past_limit & (over > day), day)}
    state, begins = pd.Series("", index=spells.index), pd.Series(pd.NaT, index=spells.index)
    ages = rules.states[rules.states["reached_by"].isin(list(milestones))].sort_values("state_order")
    for row in records(ages):
        begins = later(milestones[row["reached_by"]], int(row["months"]))
        state = state.mask(begins <= day, row["state"])
    counts_from = begins.where(begins > spells["known_on"], spells["known_on"])
    return _absences(night, rules, spells, counts_from, state)


def _absences(
    night: Night, rules: Rules, spells: pd.DataFrame, counts_from: pd.Series, state: pd.Series
) -> pd.Series:
    day, absences = pd.Timestamp(night.day), rules.reached_by("NO_VISIT")
    orders = undamaged(night, "repair_order")
    orders = orders[orders["ro_type"].str.upper() != "INTERNAL"]
    visits = pd.DataFrame(
        {"vehicle_src_id": orders["vehicle_src_id"], "seen_on": as_date(orders["opened_date"])}
    )
    # Visits before the first on record are not missed.
    on_record = visits["seen_on"].min() if len(visits) else day
    seen = spells.assign(spell=spells.index)[["spell", "vehicle_src_id", "valid_from"]]
    came = seen.merge(visits[visits["seen_on"] < day].drop_duplicates(), on="vehicle_src_id")
    came = came[came["seen_on"] >= came["valid_from"]]
    begun = seen.assign(seen_on=seen["valid_from"])
    seen = pd.concat([begun, came]).sort_values(["spell", "seen_on"]).reset_index(drop=True)
    seen["again_on"] = seen.groupby("spell")["seen_on"].shift(-1) + DAY
    base = seen["seen_on"].where(seen["seen_on"] > on_record, on_record)
    start = pd.Series(seen["spell"].map(counts_from).to_numpy(), index=seen.index)
    back, lasting = seen[seen["again_on"].notna()], seen[seen["again_on"].isna()].set_index("spell")
    first = later(base, int(absences["months"].min()))
    missed = first.where(first > start, start)
    back = back.assign(was_lapsed=missed[back.index] < back["again_on"])
    came_back = back[back["was_lapsed"]].groupby("spell")["again_on"].max()
    until = later(came_back, rules.lasts("CAME_BACK"))
    state = state.mask(until.reindex(state.index) > day, rules.name("CAME_BACK"))
    last = lasting["seen_on"].where(lasting["seen_on"] > on_record, on_record).reindex(state.index)
    for row in records(absences):
        lapsed = (later(last, int(row["months"])) <= day) & (counts_from <= day)
        state = state.mask(lapsed, row["state"])
    return state


def former_states(
    night: Night, rules: Rules, spells: pd.DataFrame, held: pd.DataFrame, reason: pd.Series
) -> pd.Series:
    """Return the state of spells that are over: who stayed with the brand, who came back to it, who is lost by what."""
    day = pd.Timestamp(night.day)
    owned = rules.losses[rules.losses["evidence"] == "OWNERSHIP"].set_index("reason_code")["state"]
    lost = reason.map(owned).fillna(owned["UNKNOWN"])
    leads = night.known("lead")
    person = leads["party_src_id"].map(night.world.person_of)
    for row in records(rules.losses[rules.losses["evidence"] == "LEAD"]):
        mine = leads["lost_reason"].str.upper() == row["reason_code"]
        told = pd.DataFrame({"person_id": person, "told_on": as_date(leads["updated_at"]) + DAY})[
            mine
        ].dropna()
        pairs = spells.assign(spell=spells.index).merge(told, on="person_id")
        within = (pairs["told_on"] <= pairs["ended_on"]) & (
            pairs["ended_on"] < later(pairs["told_on"], int(row["months"]))
        )
        lost = lost.mask(lost.index.isin(pairs.loc[within, "spell"]), row["state"])
    keeps = lost.map(rules.states.set_index("state")["lasts_months"])
    state = lost.mask(later(spells["ended_on"], keeps) <= day, rules.name("LONG_GONE"))
    now = held[(held["began_on"] <= day) & (held["ended_on"] > day)].set_index("person_id")["began_on"]
    began = spells["person_id"].map(now)
    state = state.mask(began.notna(), rules.name("KEPT"))
    again = began.gt(spells["ended_on"]) & (later(began, rules.lasts("BOUGHT_AGAIN")) > day)
    return state.mask(again, rules.name("BOUGHT_AGAIN"))


def expected(night: Night, rules: Rules) -> pd.DataFrame:
    """Return one row per person and car known to the source: the true state, and the one that the source could tell."""
    spells = true_spells(night)
    told = spells.assign(ended_on=spells["ended_on"].where(spells["told"]), end_reason=spells["told_reason"])
    answers = []
    for view in (spells, told[told["is_known"]]):
        held = holdings(night, view)
        mine = view[view["is_known"]].sort_values(["valid_from", "ended_on"])
        mine = mine.drop_duplicates(["person_id", "vehicle_src_id"], keep="last")
        mine = mine.reset_index(drop=True)
        over = mine["ended_on"].notna()
        state = pd.concat(
            [
                held_states(night, rules, mine[~over]),
                former_states(night, rules, mine[over], held, mine.loc[over, "end_reason"]),
            ]
        )
        answers.append(mine.assign(state=state))
    true, by_source = answers
    keys = ["person_id", "vehicle_src_id"]
    return true.merge(by_source[[*keys, "state"]], on=keys, suffixes=("", "_told"))


def compared(night: Night) -> pd.DataFrame:
    """Return `expected` with the state found, None where the night has no such customer and car, or several states."""
    found = night.table("marts.lifecycle_history")
    found = found[found["is_current"] & found["vehicle_id"].notna()]
    found = found.assign(vehicle_src_id=found["vehicle_id"].map(night.vehicle_src))
    people = night.identity.dropna(subset=["person_id"]).drop_duplicates(["customer_id", "person_id"])
    found = found.merge(people[["customer_id", "person_id"]], on="customer_id")
    group = found.groupby(["person_id", "vehicle_src_id"])["lifecycle_state"]
    one = group.first().where(group.nunique() == 1).rename("found")
    return expected(night, Rules.of(night)).merge(
        one.reset_index(), how="left", on=["person_id", "vehicle_src_id"]
    )


def lifecycle_quality(night: Night) -> dict[str, float]:
    """Return the shares of customers with cars whose state is right, whose state follows from all that the source was
    told, and of these the share that is right.

    The second is no bound: a rule may guess an end that nobody told.
    """
    if night.table("marts.lifecycle_history").empty:
        return {}
    rows = compared(night)
    told = rows["state"] == rows["state_told"]
    right = rows["state"] == rows["found"]
    return {
        "pairs": float(len(rows)),
        "right": float(right.mean()),
        "told_right": float(told.mean()),
        "right_where_told": float(right[told].mean()),
    }
