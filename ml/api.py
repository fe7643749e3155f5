"""What orchestration calls: train and promote, score with the champions of a day, roll back.

Belongs here: the order of the steps. Each step's own work is in the module it is named after. Tables come in
and go out; state is under ``<home>/mlflow`` and ``<home>/decisions``.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ml import decisions, promotion, versions
from ml.catalogue import MODELS, ModelSpec
from ml.contracts import SCORES_SCHEMA, check_no_future
from ml.decisions import Decision, promotions_table
from ml.evaluation import metrics
from ml.model import FittedModel, dump, load
from ml.registry import Registry
from ml.reports import ModelOutcome, TrainingReport, run_metrics, run_params
from ml.scoring import score
from ml.splits import SplitError
from ml.training import Training, TrainingError, train

__all__ = ["TrainingReport", "promotions_table", "rollback", "score_champions", "train_and_promote"]


@dataclass(frozen=True)
class _Champion:
    decision: Decision
    model: FittedModel


def train_and_promote(
    home: Path, features: pa.Table, labels: pa.Table, as_of: date, secret: bytes | str
) -> TrainingReport:
    """Train every model of the catalogue as of a day, register it, and let the gate decide on it.

    ``features`` holds past as-of dates too, ``labels`` the outcomes known by ``as_of``. A model with too
    little history is skipped and the report says why. A second call with the same day and data takes no new
    decision.

    Raises ContractError or LeakageError on bad tables, DecisionError when a later day was already decided on,
    and ArtifactError when the champion's file is not the promoted one.
    """
    key = _key(secret)
    outcomes = []
    for spec in MODELS.values():
        try:
            training = train(spec, features, labels, as_of)
        except (TrainingError, SplitError) as error:
            outcomes.append(ModelOutcome(spec.name, None, None, str(error)))
            continue
        outcomes.append(_decide(home, spec, training, as_of, key))
    return TrainingReport(as_of, tuple(outcomes))


def _decide(home: Path, spec: ModelSpec, training: Training, as_of: date, secret: bytes) -> ModelOutcome:
    before = versions.decided_before(home, spec.name, as_of, training.data_digest)
    if before is not None:
        return ModelOutcome(spec.name, training, before, "this day and data were decided on before")
    champion = _champion(home, spec.name, as_of, secret)
    verdict = promotion.gate(
        training.metrics["model"], training.metrics["baseline"], _on_holdout(champion, training)
    )
    candidate = versions.Candidate(
        spec.name,
        as_of,
        dump(training.model),
        training.data_digest,
        params=run_params(spec, training),
        metrics=run_metrics(training),
    )
    decision = versions.put_on_file(home, candidate, verdict, promotion.GATE_METRIC, secret)
    return ModelOutcome(spec.name, training, decision, "")


def _on_holdout(champion: _Champion | None, training: Training) -> dict[str, float] | None:
    """Measure the champion on the challenger's holdout; None without one, or if it needs columns now gone."""
    if champion is None or not set(champion.model.spec.columns) <= set(training.holdout.frame.columns):
        return None
    return metrics(training.holdout.label, champion.model.predict(training.holdout.frame))


def _champion(home: Path, model_name: str, as_of: date, secret: bytes) -> _Champion | None:
    found = versions.in_force(home, model_name, as_of, secret)
    return _Champion(found[0], load(found[1])) if found else None


def score_champions(home: Path, features: pa.Table, as_of: date, secret: bytes | str) -> pa.Table:
    """Score the rows of a day with the versions that were in force on it: the rows of ``ml.scores``.

    Rows of ``features`` dated otherwise are left out. A model without a champion gives no rows; the table's
    schema metadata ``note`` names it. The day's champion is read from the decisions, so that replaying a past
    day scores as it did then; for the newest day this is the alias ``champion``, which is put right if it was
    left behind.

    Raises ArtifactError when a file is not the promoted one, ContractError or LeakageError on bad tables.
    """
    key = _key(secret)
    check_no_future(features, as_of, "features")
    day = features.filter(
        pc.equal(features.column("as_of_date").cast(pa.date32()), pa.scalar(as_of, pa.date32()))
    )
    registry = Registry(home)
    taken = decisions.read(home)
    parts, without = [SCORES_SCHEMA.empty_table()], []
    for name in MODELS:
        champion = _champion(home, name, as_of, key)
        if champion is None:
            without.append(name)
            continue
        versions.align_alias(registry, taken, name)
        parts.append(score(champion.model, champion.decision.model_version, day))
    note = f"no champion on {as_of}, so no scores: {', '.join(without)}" if without else ""
    return pa.concat_tables(parts).replace_schema_metadata({"note": note})


def rollback(
    home: Path, model_name: str, to_version: str, *, as_of: date, decided_by: str, reason: str
) -> Decision:
    """Put an earlier champion back in force from ``as_of`` on, with who and why; its file is checked when it
    scores.

    Raises ValueError when the version was never promoted or is in force already, DecisionError when a later
    day was already decided on.
    """
    decision = promotion.rollback_decision(
        decisions.read(home), model_name, to_version, as_of=as_of, decided_by=decided_by, reason=reason
    )
    decisions.append(home, decision)
    versions.align_alias(Registry(home), decisions.read(home), model_name)
    return decision


def _key(secret: bytes | str) -> bytes:
    return secret.encode() if isinstance(secret, str) else secret
