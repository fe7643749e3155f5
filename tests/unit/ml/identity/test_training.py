"""Weights are learnt from pairs without labels: chances that made the pairs come back."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from splink import DuckDBAPI

from ml.identity.entities import entity
from ml.identity.training import common_values, learn
from ml.identity.weights import beliefs
from tests.unit.ml.identity.records import records_table

COMPANY = entity("company")
NOBODY = records_table({})
# What the pairs below are drawn with: {attribute: chances of its levels for pairs of one company, and of two}.
TRUTH = {
    "name": ([0.8, 0.15, 0.05], [0.5, 0.1, 0.4]),
    "tax_id": ([0.9, 0.07, 0.03], [0.02, 0.03, 0.95]),
    "email": ([0.6, 0.4], [0.05, 0.95]),
    "landline": ([0.9, 0.1], [0.2, 0.8]),
    "address": ([0.7, 0.2, 0.1], [0.05, 0.15, 0.8]),
}
SHARE = 0.4


def engine() -> DuckDBAPI:
    return DuckDBAPI(duckdb.connect())


def drawn(count: int, seed: int) -> pa.Table:
    """Pairs of companies whose levels are drawn apart from each other; nobody has a mobile."""
    random = np.random.default_rng(seed)
    same = random.random(count) < SHARE
    level = {
        name: np.where(same, random.choice(len(m), count, p=m), random.choice(len(u), count, p=u))
        for name, (m, u) in TRUTH.items()
    }
    texts = {
        "name": ("TALLERES NORTE", "TALLERES NORTES", "BAR SUR"),
        "tax_id": ("B12345674", "B12345675", "A00000000"),
    }
    flags = {
        "email": level["email"] == 0,
        "landline": level["landline"] == 0,
        "address": level["address"] == 0,
        "postal_code": level["address"] < 2,
    }
    return pa.table(
        {
            **{
                f"{column}_{side}": pa.array([texts[name][one if side == "b" else 0] for one in level[name]])
                for name, column in (("name", "name_key"), ("tax_id", "tax_number"))
                for side in "ab"
            },
            **{f"has_{name}_in_common": pa.array(flag) for name, flag in flags.items()},
            "has_mobile_in_common": pa.nulls(count, pa.bool_()),
        }
    )


@pytest.fixture(scope="module")
def learnt():
    return learn(COMPANY, NOBODY, drawn(4000, seed=3), engine)


def test_the_chances_that_made_the_pairs_come_back(learnt):
    assert learnt.pairs == 4000
    assert learnt.prior == pytest.approx(SHARE, abs=0.03)
    for name, (m, u) in TRUTH.items():
        found = list(learnt.levels[name].values())
        assert [one.m for one in found] == pytest.approx(m, abs=0.05), name
        assert [one.u for one in found] == pytest.approx(u, abs=0.05), name


def test_pairs_that_agree_in_all_or_in_nothing_teach_without_a_chance_of_none():
    same = np.arange(40000) % 2 == 0
    columns = {
        f"{column}_{side}": pa.array(np.where(same | (side == "a"), value, other))
        for column, value, other in (
            ("name_key", "TALLERES NORTE", "BAR SUR"), ("tax_number", "B12345674", "A00000000")
        )
        for side in "ab"
    }  # fmt: skip
    flags = {
        f"has_{name}_in_common": pa.array(same)
        for name in ("email", "mobile", "landline", "address", "postal_code")
    }
    learnt = learn(COMPANY, NOBODY, pa.table({**columns, **flags}), engine)
    assert learnt.prior == pytest.approx(0.5, abs=0.01)
    for levels in learnt.levels.values():
        best = next(iter(levels.values()))
        assert (best.m, best.u) == pytest.approx((1, 0), abs=0.01)


def test_what_nobody_has_is_left_as_believed(learnt):
    assert learnt.levels["mobile"] == beliefs(COMPANY, {}).levels["mobile"]


def test_too_few_pairs_teach_nothing():
    assert learn(COMPANY, NOBODY, drawn(COMPANY.least_pairs - 1, seed=3), engine) == beliefs(COMPANY, {})


def test_only_values_that_many_bear_are_common():
    names = [*["GARCIA"] * 30, *["ZORITA"] * 5, *[f"N{number}" for number in range(965)]]
    people = records_table({str(place): {"first_surname": name} for place, name in enumerate(names)})
    assert common_values(entity("person"), people) == {"surnames": {"GARCIA": 0.03}}
