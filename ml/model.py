"""A fitted model: what it reads, its pipeline and its calibration, and its bytes.

Belongs here: predicting, and turning a model into bytes and back without running code from the file. Where
bytes are kept and which version is in force: ``ml.registry`` and ``ml.promotion``.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ml.features import FeatureSpec

Floats = npt.NDArray[np.float64]

# Types outside of skops' own list that our pipelines hold. A file with any other type is refused.
TRUSTED_TYPES = (
    # The type of the numbers that an imputer was fitted on: a name, no code.
    "numpy.dtype",
    "sklearn.compose._column_transformer._RemainderColsList",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
)

_FORMAT = 1
_EDGE = 1e-6  # probabilities are kept this far from 0 and 1, one step of the DECIMAL(9,6) they are written as


class ArtifactError(RuntimeError):
    """The bytes of a model are not those that were promoted, or hold what this code does not trust."""


def logit(probability: Floats) -> Floats:
    """Log odds of probabilities, which are clipped to one millionth from 0 and 1.

    >>> logit(np.array([0.0, 0.5, 0.9])).round(3).tolist()
    [-13.816, 0.0, 2.197]
    """
    clipped = np.clip(probability, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float64)


@dataclass(frozen=True)
class FittedModel:
    """A model that can score.

    ``pipeline`` is fitted and reads the columns of ``spec``; ``slope`` and ``intercept`` correct its log odds
    (Platt's calibration: Platt 1999, "Probabilistic outputs for support vector machines").
    """

    name: str
    family: str
    spec: FeatureSpec
    pipeline: Pipeline
    slope: float
    intercept: float

    def predict(self, frame: pd.DataFrame) -> Floats:
        """Probability for each row of ``frame`` (columns as in ``spec``), in its order.

        One thread, since sums over several depend on the number of cores in the last bit.
        """
        if len(frame) == 0:
            return np.empty(0, dtype=np.float64)
        with threadpool_limits(limits=1):
            raw = self.pipeline.predict_proba(frame[list(self.spec.columns)])[:, 1]
        calibrated = 1 / (1 + np.exp(-(self.slope * logit(raw) + self.intercept)))
        return np.asarray(np.clip(calibrated, _EDGE, 1 - _EDGE), dtype=np.float64)


def dump(model: FittedModel) -> bytes:
    """Write a model as a skops file, see ``dump_payload``."""
    return dump_payload(
        {
            "name": model.name,
            "family": model.family,
            "numeric": list(model.spec.numeric),
            "categorical": list(model.spec.categorical),
            "pipeline": model.pipeline,
            "slope": float(model.slope),
            "intercept": float(model.intercept),
        }
    )


def load(content: bytes) -> FittedModel:
    """Read a model written by ``dump``. Call it on verified bytes only (see ``verify``).

    Raises ArtifactError when the file holds a type that the code's list does not name, or another format.
    """
    payload = load_payload(content)
    return FittedModel(
        name=payload["name"],
        family=payload["family"],
        spec=FeatureSpec(tuple(payload["numeric"]), tuple(payload["categorical"])),
        pipeline=payload["pipeline"],
        slope=payload["slope"],
        intercept=payload["intercept"],
    )


def dump_payload(parts: Mapping[str, Any]) -> bytes:
    """Write the parts of a model as a skops file: data and type names, no code.

    Two dumps of one model may differ in bytes.
    """
    from skops.io import dumps

    return bytes(dumps({"format": _FORMAT, **parts}))


def load_payload(content: bytes) -> dict[str, Any]:
    """Read the parts written by ``dump_payload``. Call it on verified bytes only (see ``verify``).

    Raises ArtifactError when the file holds a type that the code's list does not name, or another format.
    """
    from skops.io import get_untrusted_types, loads

    unknown = sorted(set(get_untrusted_types(data=content)) - set(TRUSTED_TYPES))
    if unknown:
        raise ArtifactError(f"model file holds types that are not trusted: {', '.join(unknown)}")
    payload = loads(content, trusted=list(TRUSTED_TYPES))
    if not isinstance(payload, dict) or payload.get("format") != _FORMAT:
        raise ArtifactError(f"model file is not of format {_FORMAT}")
    return payload


def digest(content: bytes) -> str:
    """Hex SHA-256 of a model's bytes."""
    return sha256(content).hexdigest()


def seal(content: bytes, model_name: str, model_version: str, secret: bytes) -> str:
    """Hex HMAC-SHA256 that ties the bytes to a model's name and version, each part preceded by its length.

    Raises ArtifactError when the secret is empty.
    """
    if not secret:
        raise ArtifactError("the secret that seals model files is empty")
    code = hmac.new(secret, digestmod=sha256)
    for part in (model_name.encode(), model_version.encode(), content):
        code.update(len(part).to_bytes(8, "big"))
        code.update(part)
    return code.hexdigest()


def verify(
    content: bytes,
    model_name: str,
    model_version: str,
    *,
    secret: bytes,
    expected_sha256: str,
    expected_hmac: str,
) -> None:
    """Refuse bytes that are not those of the decision that promoted them: ArtifactError says what differs."""
    who = f"{model_name} version {model_version}"
    if not hmac.compare_digest(digest(content), expected_sha256):
        raise ArtifactError(f"{who}: the model file's SHA-256 is not the promoted one; the file was changed")
    if not hmac.compare_digest(seal(content, model_name, model_version, secret), expected_hmac):
        raise ArtifactError(
            f"{who}: the model file's HMAC does not match; the decision or the secret was changed"
        )
