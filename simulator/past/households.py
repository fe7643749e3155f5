"""Who lives under one roof: couples, parents and children of one name, and people alone as far as we know.

Belongs here: what members of a household share. Who exists is in ``past/people.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.hazards import Flags, Ints
from simulator.parameters import figure
from simulator.reference_data import draw_names

YOUNGEST_PARENT, OLDEST_PARENT = 8_800, 13_000  # days between the births of a parent and a child
YOUNGEST_CHILD = 13_500  # day of birth, so that grown-up children are of age
OLDEST_PERSON = -13_337  # day of birth, in June 1933: parents grow no older than anybody else, 93 years
ROOF = ("household_id", "line", "postal_code", "ine5", "province_code", "landline", "home_dealer_id")


def make_households(rng: np.random.Generator, frame: pd.DataFrame, private: Flags) -> None:
    """Put couples, fathers and sons of one name, and grown-up children under one roof (in place)."""
    shares = figure("household_members")
    order = rng.permutation(np.flatnonzero(private))
    couples = int(len(order) * shares["SPOUSE"] / 2)
    pairs = int(len(order) * shares["FATHER_SON"] / 2)
    children = min(int(len(order) * shares["CHILD"]), couples)
    half = couples + pairs
    first, second, child = order[:half], order[half : 2 * half], order[2 * half : 2 * half + children]
    husbands, wives, father, son = first[:couples], second[:couples], first[couples:], second[couples:]
    frame["household_kind"] = np.where(private, "ALONE", "COMPANY")
    frame.loc[order[: 2 * half], "household_kind"] = "COUPLE"
    frame.loc[np.concatenate([father, son]), "household_kind"] = "PARENT_CHILD"
    frame.loc[np.concatenate([husbands[:children], wives[:children], child]), "household_kind"] = "FAMILY"
    _move_in(frame, first, second)
    frame.loc[husbands, "sex"], frame.loc[wives, "sex"] = "M", "F"
    frame.loc[husbands, "first_name"] = draw_names(rng, "MALE", couples)
    frame.loc[wives, "first_name"] = draw_names(rng, "FEMALE", couples)
    for column in ("first_name", "surname1", "sex"):
        frame.loc[son, column] = frame.loc[father, column].to_numpy()
    _move_in(frame, husbands[:children], child)
    # A child has the first surname of each parent, in that order.
    frame.loc[child, "surname1"] = frame.loc[husbands[:children], "surname1"].to_numpy()
    frame.loc[child, "surname2"] = frame.loc[wives[:children], "surname1"].to_numpy()
    born = frame["birth_day"].to_numpy().copy()
    for younger, elders in ((son, [father]), (child, [husbands[:children], wives[:children]])):
        # Whoever is too old or too young to live with a parent or as a grown-up child is drawn anew.
        earliest = OLDEST_PERSON + YOUNGEST_PARENT
        misfit = (born[younger] <= earliest) | (born[younger] > YOUNGEST_CHILD)
        born[younger] = np.where(
            misfit, rng.integers(earliest + 1, YOUNGEST_CHILD, len(younger)), born[younger]
        )
        for elder in elders:
            oldest = np.minimum(OLDEST_PARENT, born[younger] - OLDEST_PERSON)
            born[elder] = born[younger] - rng.integers(YOUNGEST_PARENT, oldest)
    frame["birth_day"] = born
    frame["spouse_row"] = -1
    frame.loc[wives, "spouse_row"] = husbands
    one_phone = rng.random(couples) < figure("household_sharing")["MOBILE"]
    frame.loc[wives[one_phone], "mobile"] = frame.loc[husbands[one_phone], "mobile"].to_numpy()
    _count_residents(rng, frame)


def _move_in(frame: pd.DataFrame, owner: Ints, newcomer: Ints) -> None:
    for column in ROOF:
        frame.loc[newcomer, column] = frame.loc[owner, column].to_numpy()


def _count_residents(rng: np.random.Generator, frame: pd.DataFrame) -> None:
    """Persons in each household, those included whom the brand will never meet.

    A household is at least as large as its known members are many, and all together have the published sizes: so
    those with one known member are smaller than the rest.
    """
    table = figure("household_size")
    size, share = np.array(list(table)), np.array(list(table.values()))
    members = frame.groupby("household_id")["household_id"].transform("size").to_numpy()
    homes = (frame["household_kind"] != "COMPANY") & ~frame["household_id"].duplicated()
    known = pd.Series(members[homes]).value_counts(normalize=True)
    left, drawn, draw = share.copy(), np.zeros(len(frame), dtype=np.int64), rng.random(len(frame))
    for count in sorted(known.index, reverse=True):
        fitting = np.where(size >= count, share, 0.0)
        chance = fitting / fitting.sum() if count > 1 else np.maximum(left, 0.0) / np.maximum(left, 0.0).sum()
        left -= known[count] * chance
        mine = members == count
        place = np.searchsorted(np.cumsum(chance), draw[mine], side="right")
        drawn[mine] = size[np.minimum(place, len(size) - 1)]
    frame["residents"] = pd.Series(drawn, index=frame.index).groupby(frame["household_id"]).transform("first")
