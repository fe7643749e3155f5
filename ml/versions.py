"""Versions of anything learnt: put on file with the decision about them, and read back as they were in force on a day.

Belongs here: the order in which registry, seal and ledger are written and checked, whatever is in the file. What a file
holds is its owner's: ``ml.model`` for estimators, ``ml.identity.weights`` for weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ml import decisions, promotion
from ml.decisions import PROMOTE, Decision
from ml.model import digest, seal, verify
from ml.promotion import Verdict
from ml.registry import CHAMPION, MODEL_FILE, Registry

GATE = "gate"


@dataclass(frozen=True)
class Candidate:
    """A version to be put on file: its content, where it comes from and what is known of it.

    ``data_digest`` names what it was learnt from; ``params`` and ``metrics`` are shown beside it.
    """

    model_name: str
    as_of: date
    content: bytes
    data_digest: str
    params: Mapping[str, str]
    metrics: Mapping[str, float]
    file_name: str = MODEL_FILE


def decided_before(home: Path, model_name: str, as_of: date, data_digest: str) -> Decision | None:
    """Return the decision that this day and data have had before, so that a rerun takes no other."""
    wanted = (model_name, as_of, data_digest)
    return next(
        (one for one in decisions.read(home) if (one.model_name, one.decided_at, one.data_digest) == wanted),
        None,
    )


def put_on_file(
    home: Path, candidate: Candidate, verdict: Verdict, metric_name: str, secret: bytes
) -> Decision:
    """Register a version, sealed, and write down the gate's verdict on it.

    Raises DecisionError when a later day was already decided on.
    """
    registry = Registry(home)
    sha256 = digest(candidate.content)
    version = registry.register(
        candidate.model_name,
        candidate.as_of,
        candidate.content,
        params=candidate.params,
        metrics=candidate.metrics,
        tags={
            "as_of": candidate.as_of.isoformat(),
            "artifact_sha256": sha256,
            "data_digest": candidate.data_digest,
        },
        file_name=candidate.file_name,
    )
    registry.tag_version(
        candidate.model_name, version.model_version, {"gate": verdict.decision, "gate_reason": verdict.reason}
    )
    decision = Decision(
        model_name=candidate.model_name,
        model_version=version.model_version,
        decided_at=candidate.as_of,
        decided_by=GATE,
        decision=verdict.decision,
        reason=verdict.reason,
        metric_name=metric_name,
        champion_metric=verdict.champion_metric,
        challenger_metric=verdict.challenger_metric,
        baseline_metric=verdict.baseline_metric,
        artifact_sha256=sha256,
        artifact_hmac=seal(candidate.content, candidate.model_name, version.model_version, secret),
        data_digest=candidate.data_digest,
        run_id=version.run_id,
    )
    # The decision first: it is the truth, and the alias follows it, at the latest with the next reading.
    decisions.append(home, decision)
    align_alias(registry, decisions.read(home), candidate.model_name)
    return decision


def in_force(
    home: Path, model_name: str, as_of: date, secret: bytes, file_name: str = MODEL_FILE
) -> tuple[Decision, bytes] | None:
    """Return the decision in force on a day and the verified content of its version; None when there was none yet.

    Raises ArtifactError when the file is not the promoted one.
    """
    decision = promotion.champion_as_of(decisions.read(home), model_name, as_of)
    return None if decision is None else (decision, _content(home, decision, secret, file_name))


def newest_promoted(
    home: Path, model_name: str, secret: bytes, file_name: str = MODEL_FILE
) -> tuple[Decision, bytes] | None:
    """Return the last promotion and its version's verified content, in force or taken back since; None without one.

    Raises ArtifactError when the file is not the promoted one.
    """
    promoted = [
        one for one in decisions.read(home) if one.model_name == model_name and one.decision == PROMOTE
    ]
    return (promoted[-1], _content(home, promoted[-1], secret, file_name)) if promoted else None


def _content(home: Path, decision: Decision, secret: bytes, file_name: str) -> bytes:
    content = Registry(home).content(decision.model_name, decision.model_version, decision.run_id, file_name)
    verify(
        content,
        decision.model_name,
        decision.model_version,
        secret=secret,
        expected_sha256=decision.artifact_sha256,
        expected_hmac=decision.artifact_hmac,
    )
    return content


def align_alias(registry: Registry, taken: Sequence[Decision], model_name: str) -> None:
    """Let the alias ``champion`` show the version that the decisions name for the newest day."""
    decision = promotion.champion_as_of(taken, model_name, date.max)
    if decision and registry.version_by_alias(model_name, CHAMPION) != decision.model_version:
        registry.set_alias(model_name, CHAMPION, decision.model_version)
