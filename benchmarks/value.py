"""How well the value of customers is told: frequency × ticket, models of repeat buying, and the product's own model.

    python -m benchmarks.value [--customers 31530] [--seed 7] [--home DIR] [--repeat-buying PYTHON]

on a demo world (made, landed and trained on unless ``--home`` holds one), where the model learns from past dates and is
judged on the margin of the year after two later ones, and on CDNOW, where both halves are 39 weeks. ``spearman``: rank
correlation with what was paid; ``top_decile_share``: what the tenth of whom most was expected paid of all (``best`` is
what the tenth that paid most did); ``total_ratio``: expected over paid; ``mean_absolute_error`` in euros and dollars.

``--repeat-buying`` names the interpreter of an environment with requirements/value.lock, in which BG/NBD with
Gamma-Gamma runs; without it the two are left out, and so is CDNOW where it is not beside the checkout. The last line is
one JSON object.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks import value_cdnow
from benchmarks.world import KEYS, run_module, scale_of
from ingestion.landing import land_batches
from ml.model import Floats
from ml.value.catalogue import CUSTOMER_VALUE
from ml.value.evaluation import amount_metrics
from ml.value.model import frequency_times_ticket
from ml.value.training import fit_value, train_value
from orchestration.settings import Settings

DEMO_CUSTOMERS = 31_530
_REPEAT_BUYING = Path(__file__).with_name("value_repeat_buying.py")
_SHOWN = ("spearman", "top_decile_share", "total_ratio", "mean_absolute_error")

Figures = dict[str, dict[str, float]]


def prepare(home: Path, customers: int, seed: int) -> None:
    """Make and land a world, build the features of its past and train on them."""
    home.mkdir(parents=True, exist_ok=True)
    run_module("simulator.main", home, "world", "--seed", str(seed), "--scale", str(scale_of(customers)))
    until = Settings().first_day - timedelta(days=1)
    land_batches(home, until, KEYS["PERIPLO_SUPPRESSION_SECRET"].encode())
    run_module("benchmarks.night", home, "--training", "--result", str(home / "costs.json"))


def demo(features: pa.Table, labels: pa.Table, as_of: date, python: Path | None) -> Figures:
    """Judge all on the holdout of the product's own training."""
    training = train_value(CUSTOMER_VALUE, features, labels, as_of)
    held = training.holdout
    expected = {
        "frequency × ticket": frequency_times_ticket(
            held.frame, CUSTOMER_VALUE.repeat, CUSTOMER_VALUE.horizon_days
        ),
        "boosted trees": training.model.expect(held.frame)[1],
    }
    if python is not None:
        expected["BG/NBD × Gamma-Gamma"] = np.empty(len(held.label))
        days = np.array(held.as_of_date)
        for day in training.split.holdout:
            rows = np.flatnonzero(days == day)
            frame = held.frame.iloc[rows]
            known = pd.DataFrame(
                {
                    "days": frame["paid_days"],
                    "recency": frame["months_since_first_business"] - frame["months_since_last_business"],
                    "age": frame["months_since_first_business"],
                    "ticket": frame["margin_per_paid_day"],
                }
            )
            months = CUSTOMER_VALUE.horizon_days / 30.4375
            expected["BG/NBD × Gamma-Gamma"][rows] = repeat_buying(python, known, months)
    return judged(held.label, expected)


def cdnow(python: Path | None) -> Figures:
    """Judge all on the second half of CDNOW."""
    spec = value_cdnow.SPEC
    learn = pd.concat(
        [value_cdnow.rows_on(day, value_cdnow.LEARNT) for day in value_cdnow.LEARNT_FROM], ignore_index=True
    )
    held = value_cdnow.rows_on(value_cdnow.SPLIT, value_cdnow.HALF)
    customers = learn["customer_id"].astype(str).tolist()
    model = fit_value(spec.name, spec.features, learn, learn["paid"].to_numpy(np.float64), customers)
    expected = {
        "frequency × ticket": frequency_times_ticket(held, spec.repeat, spec.horizon_days),
        "boosted trees": model.expect(held)[1] * (value_cdnow.HALF / value_cdnow.LEARNT),
    }
    if python is not None:
        expected["BG/NBD × Gamma-Gamma"] = repeat_buying(
            python,
            held.assign(recency=held["recency"] / 7, age=held["age"] / 7),
            value_cdnow.HALF / timedelta(weeks=1),
        )
    return judged(held["paid"].to_numpy(np.float64), expected)


def repeat_buying(python: Path, rows: pd.DataFrame, ahead: float) -> Floats:
    """Ask the library of the other environment; nothing is expected of who has no business yet."""
    known = np.flatnonzero(rows["days"] > 0)
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "rows.parquet", Path(folder) / "answer.parquet"
        rows.iloc[known][["days", "recency", "age", "ticket"]].reset_index(drop=True).to_parquet(given)
        command = [str(python), str(_REPEAT_BUYING), str(given), str(answer), str(ahead)]
        subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603
        expected = np.zeros(len(rows), dtype=np.float64)
        expected[known] = pd.read_parquet(answer)["expected"]
    return expected


def judged(paid: Floats, expected: Mapping[str, Floats]) -> Figures:
    """Return the figures of each expectation, and of who knew what was paid."""
    names = {**expected, "best": paid}
    return {name: {key: round(value, 4) for key, value in amount_metrics(paid, guess).items()}
            for name, guess in names.items()}  # fmt: skip


def table(title: str, figures: Figures) -> str:
    """Return the figures as lines of text."""
    lines = [f"{title:<24}" + "".join(f"{name:>22}" for name in _SHOWN)]
    for name, each in figures.items():
        lines.append(f"  {name:<22}" + "".join(f"{each[key]:>22.4f}" for key in _SHOWN))
    return "\n".join(lines)


def main() -> None:
    """Print the figures of both data sets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=DEMO_CUSTOMERS)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--home", type=Path, help="a home whose warehouse has the features of a training night"
    )
    parser.add_argument("--repeat-buying", type=Path, help="interpreter with requirements/value.lock")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = arguments.home or Path(folder)
        if not (home / "warehouse" / "periplo.duckdb").exists():
            prepare(home, arguments.customers, arguments.seed)
        tables = [
            _read(home, f"features.customer_value_{name}", f"as_of_date < date '{Settings().first_day}'")
            for name in ("features", "labels")
        ]
    figures = {"demo": demo(tables[0], tables[1], Settings().first_day, arguments.repeat_buying)}
    print(table("demo world, a year", figures["demo"]))
    if value_cdnow.FILE.exists():
        figures["cdnow"] = cdnow(arguments.repeat_buying)
        print(table("CDNOW, 39 weeks", figures["cdnow"]))
    else:
        print(f"CDNOW: left out, {value_cdnow.FILE} is not there", file=sys.stderr)
    print(json.dumps(figures, ensure_ascii=False))


def _read(home: Path, relation: str, where: str) -> pa.Table:
    with duckdb.connect(str(home / "warehouse" / "periplo.duckdb"), read_only=True) as connection:
        return connection.sql(f"select * from {relation} where {where}").to_arrow_table()  # noqa: S608


if __name__ == "__main__":
    main()
