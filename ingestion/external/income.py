"""INE's atlas of household income: income and make-up of the households of each municipality, year by year.

Belongs here: the atlas as rows of `municipality_figures`.

Source: INE, Atlas de distribución de renta de los hogares (ADRH), CC BY 4.0, © INE.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.external.sheet import ExternalFileError, Sheet, in_contract, joined_text

SRC_SYSTEM = "ADRH"
YEARS_TO_PUBLICATION = 2
"""[a] The atlas of a year came out in the autumn two years later (2022 in 2024); its end errs to the late side."""

_INCOMES = {"net_income_pc": "net_income_person", "net_income_hh": "net_income_household"}
_SHARES = {
    "pct_under18": "share_under_18",
    "pct_over65": "share_65_and_over",
    "pct_single_hh": "share_single_households",
}
_KEY = ("mun_code", "year")


@dataclass(frozen=True, slots=True)
class IncomeFiles:
    """The atlas in two files with the same rows: incomes, and who the inhabitants are."""

    income: Path
    demographics: Path


def adapt_income(files: IncomeFiles) -> pa.Table:
    """Return one row per municipality and year of the atlas; a figure withheld for its few people is null.

    Columns read: `mun_code, year` in both; `net_income_pc, net_income_hh` (euros a year); `mean_age,
    pct_under18, pct_over65, mean_hh_size, pct_single_hh, population`. Percentages become shares from 0 to 1. A
    year is taken as known from 31 December YEARS_TO_PUBLICATION years later. Raises ExternalFileError.
    """
    incomes, people = _incomes(files.income), _people(files.demographics)
    both = people.join(incomes, list(_KEY), join_type="full outer").sort_by(
        [(name, "ascending") for name in _KEY]
    )
    if both.num_rows != people.num_rows or both.num_rows != incomes.num_rows:
        alone = both.filter(pc.or_(pc.is_null(both["in_people"]), pc.is_null(both["in_incomes"])))
        code, year = (alone[name][0].as_py() for name in _KEY)
        raise ExternalFileError(
            f"{files.demographics}: municipality {code} in {year} stands in one of the two files only"
        )
    published = pc.add(pc.cast(both["year"], pa.int64()), YEARS_TO_PUBLICATION)
    return in_contract(
        "municipality_figures",
        {
            "ine5": both["mun_code"],
            "figures_year": both["year"],
            "published_date": joined_text(pc.cast(published, pa.string()), "-12-31"),
            "population": both["population"],
            "mean_age": both["mean_age"],
            "household_size": both["household_size"],
            **{name: both[name] for name in (*_INCOMES.values(), *_SHARES.values())},
        },
        SRC_SYSTEM,
    )


def _incomes(path: Path) -> pa.Table:
    sheet = Sheet.open(path, [*_KEY, *_INCOMES])
    figures = {name: sheet.decimal(column, 0, 1_000_000) for column, name in _INCOMES.items()}
    return pa.table({**_key(sheet), **figures, "in_incomes": pa.repeat(pa.scalar(True), sheet.rows)})


def _people(path: Path) -> pa.Table:
    sheet = Sheet.open(path, [*_KEY, "population", "mean_age", "mean_hh_size", *_SHARES])
    return pa.table(
        {
            **_key(sheet),
            "population": sheet.whole("population", required=False),
            "mean_age": sheet.decimal("mean_age", 0, 120),
            "household_size": sheet.decimal("mean_hh_size", 1, 100),
            **{name: _share(sheet.decimal(column, 0, 100)) for column, name in _SHARES.items()},
            "in_people": pa.repeat(pa.scalar(True), sheet.rows),
        }
    )


def _key(sheet: Sheet) -> dict[str, pa.ChunkedArray]:
    key = {"mun_code": sheet.ine5("mun_code"), "year": sheet.digits("year", 4)}
    sheet.unique_by(key)
    return key


def _share(percent: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(pc.round(pc.divide(pc.cast(percent, pa.float64()), 100.0), 6), pa.string())
