"""Truth table potential_outcome: what every due event would have come to without a contact and with each.

Belongs here: laying out events, channels and offers. The chances are those of ``past/due.py`` and ``effects.py``,
by which the world itself lives.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from simulator import effects
from simulator.hazards import Ints
from simulator.parameters import figure
from simulator.past.due import due_events, natural_chance, rule_of
from simulator.tables.draft import Draft, day_dates
from simulator.truth import UPLIFT_TYPES

CHANNELS = ("LETTER", "CALL", "SMS", "EMAIL")
OFFER_KINDS = ("VALUE", "PRICE", "DISCOUNT")
EVENTS_A_PART = 20_000


def keep_past(draft: Draft) -> None:
    """Number the events of the past contacts in `draft.contacts` and keep what their outcomes need."""
    frame = draft.contacts
    first = frame["is_first"].to_numpy(dtype=bool)
    frame["event_id"] = np.where(first, np.cumsum(first), 0)
    mine = frame[first]
    kept = ["event_id", "person", "vehicle", "day", "plan", "trigger", "uplift_type", "p_without", "rule"]
    draft.events = mine[kept].assign(period="PAST").reset_index(drop=True)


def add_coming(draft: Draft) -> None:
    """Add the events of the coming days, for owners whom the source knows."""
    life, day = draft.life, draft.last_day + 1
    due = due_events(draft.rng("outcome"), life, life.steps, day, int(figure("outcome_horizon_days")))
    known = draft.person["party_src_id"].to_numpy(dtype=object) != ""
    position = due["person"].to_numpy(dtype=np.int64)
    known_person = known[draft.row_of_person[position]]
    due = due[known_person & (draft.vehicle_id[due["vehicle"]] != "")].reset_index(drop=True)
    due = due.sort_values(["day", "vehicle", "plan", "trigger"], kind="stable").reset_index(drop=True)
    due["rule"] = rule_of(life, due)
    due["p_without"] = natural_chance(life, due, life.steps, day)
    kind = life.types_of(due["plan"], due["person"].to_numpy(dtype=np.int64))
    due["uplift_type"] = np.array(UPLIFT_TYPES, dtype=object)[kind]
    due["event_id"] = (
        int(draft.events["event_id"].max() if len(draft.events) else 0) + 1 + np.arange(len(due))
    )
    draft.events = pd.concat(
        [draft.events, due[draft.events.columns.drop("period")].assign(period="COMING")], ignore_index=True
    )


def outcomes(draft: Draft) -> Iterator[pd.DataFrame]:
    """One row per event, channel and offer, in parts."""
    add_coming(draft)
    for start in range(0, len(draft.events), EVENTS_A_PART):
        yield _laid_out(draft, draft.events.iloc[start : start + EVENTS_A_PART])


def _laid_out(draft: Draft, events: pd.DataFrame) -> pd.DataFrame:
    options = len(CHANNELS) * len(OFFER_KINDS)
    row = np.repeat(np.arange(len(events)), options)
    channel = np.tile(np.repeat(np.arange(len(CHANNELS)), len(OFFER_KINDS)), len(events))
    offer = np.tile(np.arange(len(OFFER_KINDS)), len(CHANNELS) * len(events))

    def coded(values: object) -> pd.Categorical:
        codes, names = pd.factorize(np.asarray(values, dtype=object))
        return pd.Categorical.from_codes(codes[row], pd.Index(names))

    natural = events["p_without"].to_numpy(dtype=np.float64)[row]
    effect = effects.contact_effects(
        events["rule"].to_numpy(dtype=object)[row],
        events["uplift_type"].to_numpy(dtype=object)[row],
        np.array(CHANNELS, dtype=object)[channel],
        np.array(OFFER_KINDS, dtype=object)[offer],
    )
    day: Ints = events["day"].to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {
            "event_id": events["event_id"].to_numpy(dtype=np.int64)[row],
            "period": coded(events["period"]),
            "person_id": events["person"].to_numpy(dtype=np.int64)[row] + 1,
            "vehicle_src_id": coded(draft.vehicle_id[events["vehicle"]]),
            "plan_code": coded(events["plan"]),
            "trigger_type": coded(events["trigger"]),
            "contact_date": day_dates(day[row]),
            "uplift_type": coded(events["uplift_type"]),
            "effect_rule": coded(events["rule"]),
            "channel": pd.Categorical.from_codes(channel, pd.Index(CHANNELS)),
            "offer_kind": pd.Categorical.from_codes(offer, pd.Index(OFFER_KINDS)),
            "p_without": natural.astype(np.float32),
            "p_with": effects.with_contact(natural, effect).astype(np.float32),
        }
    )
