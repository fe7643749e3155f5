"""What orchestration calls: train the value model and let the gate decide on it, and value customers on a day.

Belongs here: the order of the steps and the gate. Each step's own work is in the module it is named after.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml import versions
from ml.contracts import check_features, check_no_future
from ml.decisions import KEEP, PROMOTE, Decision
from ml.features import sort_by_key, to_frame
from ml.promotion import GateRules, Verdict
from ml.splits import SplitError
from ml.training import TrainingError
from ml.value.catalogue import CUSTOMER_VALUE, VALUE_KEY
from ml.value.contracts import VALUES_SCHEMA
from ml.value.evaluation import amount_metrics
from ml.value.model import ValueModel, dump, load
from ml.value.training import ValueTraining, train_value

# Customers are told apart by rank, in tiers and in priorities; the gate asks for the total apart.
GATE_METRIC = "spearman"
_SPEC = CUSTOMER_VALUE
_CENT, _MILLIONTH = 100, 1_000_000


@dataclass(frozen=True)
class ValueOutcome:
    """How a training fared: its figures and the decision on it, or the note why there is none."""

    training: ValueTraining | None
    decision: Decision | None
    note: str

    def describe(self) -> str:
        """Say in a few lines how good the model is beside frequency × ticket, and what was decided."""
        if self.training is None or self.decision is None:
            return f"{_SPEC.name}: not trained: {self.note}"
        one = self.training
        lines = [
            f"{_SPEC.name} version {self.decision.model_version}: {self.decision.decision}, {self.decision.reason}",
            f"  learnt from {one.rows['train']:,} rows, judged on {one.rows['holdout']:,}",
        ]
        for metric, model in one.intervals["model"].items():
            plain = one.intervals["baseline"][metric]
            lines.append(
                f"  {metric} {model.value:.4f} [{model.low:.4f}, {model.high:.4f}], frequency × ticket"
                f" {plain.value:.4f} [{plain.low:.4f}, {plain.high:.4f}]"
            )
        return "\n".join([*lines, *([f"  {self.note}"] if self.note else [])])


def train_and_promote(
    home: Path, features: pa.Table, labels: pa.Table, as_of: date, secret: bytes | str
) -> ValueOutcome:
    """Train the value model as of a day, register it, and let the gate decide on it.

    ``features`` and ``labels`` as in ``ml.api.train_and_promote``, one row per customer and as-of date. With too little
    history there is no version, and the outcome says why. A second call with the same day and data takes no new
    decision. Raises as the other does.
    """
    key = secret.encode() if isinstance(secret, str) else secret
    try:
        training = train_value(_SPEC, features, labels, as_of)
    except (TrainingError, SplitError) as error:
        return ValueOutcome(None, None, str(error))
    before = versions.decided_before(home, _SPEC.name, as_of, training.data_digest)
    if before is not None:
        return ValueOutcome(training, before, "this day and data were decided on before")
    found = versions.in_force(home, _SPEC.name, as_of, key)
    champion = _on_holdout(load(found[1]), training) if found else None
    verdict = gate(training.metrics["model"], training.metrics["baseline"], champion)
    candidate = versions.Candidate(
        _SPEC.name,
        as_of,
        dump(training.model),
        training.data_digest,
        params=_params(training),
        metrics=_figures(training),
    )
    return ValueOutcome(training, versions.put_on_file(home, candidate, verdict, GATE_METRIC, key), "")


def gate(
    challenger: Mapping[str, float],
    baseline: Mapping[str, float],
    champion: Mapping[str, float] | None,
    rules: GateRules | None = None,
) -> Verdict:
    """Decide whether a value model comes into force; all measured on the same holdout (``amount_metrics``).

    It must order customers better than frequency × ticket and find more of the margin in its top tenth, expect a total
    within the band, and beat the champion by a margin.

    >>> good = {"spearman": 0.5, "top_decile_share": 0.5, "total_ratio": 1.0}
    >>> gate(good, {"spearman": 0.4, "top_decile_share": 0.4}, champion=None).decision
    'PROMOTE'
    >>> gate(good | {"total_ratio": 2.0}, {"spearman": 0.4, "top_decile_share": 0.4}, champion=None).reason
    'expects 2.00 times what was paid'
    """
    rules = rules or GateRules()
    new, plain = challenger[GATE_METRIC], baseline[GATE_METRIC]
    old = None if champion is None else champion[GATE_METRIC]
    failed = [
        f"{metric} {challenger[metric]:.4f} does not beat frequency × ticket's {baseline[metric]:.4f}"
        for metric in (GATE_METRIC, "top_decile_share")
        if not challenger[metric] > baseline[metric]
    ]
    ratio = challenger["total_ratio"]
    if not rules.rate_ratio[0] <= ratio <= rules.rate_ratio[1]:
        failed.append(f"expects {ratio:.2f} times what was paid")
    if failed:
        decision, reason = KEEP, "; ".join(failed)
    elif old is None:
        decision, reason = (
            PROMOTE,
            f"no champion; rank correlation {new:.4f} beats frequency × ticket's {plain:.4f}",
        )
    elif new > old * (1 + rules.least_gain):
        decision, reason = PROMOTE, f"rank correlation {new:.4f} beats the champion's {old:.4f}"
    else:
        decision, reason = KEEP, f"rank correlation {new:.4f} is not clearly above the champion's {old:.4f}"
    return Verdict(decision, reason, old, new, plain)


def value_customers(home: Path, features: pa.Table, as_of: date, secret: bytes | str) -> pa.Table:
    """Value the customers of a day with the version that was in force on it: the rows of ``ml.customer_values``.

    Rows of ``features`` dated otherwise are left out; without a version in force there are no rows. Sorted by key;
    money is rounded to cents. Raises ArtifactError when the file is not the promoted one, ContractError or
    LeakageError on bad tables.
    """
    check_no_future(features, as_of, "features")
    key = secret.encode() if isinstance(secret, str) else secret
    found = versions.in_force(home, _SPEC.name, as_of, key)
    if found is None:
        return VALUES_SCHEMA.empty_table()
    decision, model = found[0], load(found[1])
    check_features(features, model.spec)
    days = features.column("as_of_date").cast(pa.date32())
    rows = sort_by_key(features.filter(pc.equal(days, pa.scalar(as_of, pa.date32()))), VALUE_KEY)
    chance, margin = model.expect(to_frame(rows, model.spec))
    count = rows.num_rows
    columns = [
        rows.column("customer_id").cast(pa.string()),
        rows.column("as_of_date").cast(pa.date32()),
        pa.repeat(pa.scalar(model.name), count),
        pa.repeat(pa.scalar(decision.model_version), count),
        pa.repeat(pa.scalar(_SPEC.horizon_days, pa.int32()), count),
        pa.array(np.rint(chance * _MILLIONTH) / _MILLIONTH).cast(pa.decimal128(9, 6)),
        pa.array(np.rint(margin * _CENT) / _CENT).cast(pa.decimal128(18, 4)),
    ]
    return pa.Table.from_arrays(columns, schema=VALUES_SCHEMA)


def _on_holdout(champion: ValueModel, training: ValueTraining) -> dict[str, float] | None:
    """Measure the champion on the challenger's holdout; None if it needs columns now gone."""
    held = training.holdout
    if not set(champion.spec.columns) <= set(held.frame.columns):
        return None
    return amount_metrics(held.label, champion.expect(held.frame)[1])


def _params(training: ValueTraining) -> dict[str, str]:
    return {
        "horizon_days": str(_SPEC.horizon_days),
        "features": str(len(_SPEC.features.columns)),
        "train_dates": " ".join(map(str, training.split.train)),
        "holdout_dates": " ".join(map(str, training.split.holdout)),
        "train_rows": str(training.rows["train"]),
        "holdout_rows": str(training.rows["holdout"]),
        "scale": f"{training.model.scale:.6f}",
    }


def _figures(training: ValueTraining) -> dict[str, float]:
    flat: dict[str, float] = {}
    for who, each in training.intervals.items():
        for name, interval in each.items():
            prefix = f"{who.replace(' - ', '_minus_')}.{name}"
            flat |= {prefix: interval.value, f"{prefix}.low": interval.low, f"{prefix}.high": interval.high}
    return {name: value for name, value in flat.items() if math.isfinite(value)}
