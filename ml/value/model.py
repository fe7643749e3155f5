"""A fitted value model: what it reads, its two halves and its scale, and its bytes.

Belongs here: expecting amounts, and turning the model into bytes and back. Fitting: ``ml.value.training``.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ml.features import FeatureSpec
from ml.model import Floats, dump_payload, load_payload
from ml.value.catalogue import Repeat


@dataclass(frozen=True)
class ValueModel:
    """Expects an amount in two steps: whether anything is paid, and how much if so.

    ``chance`` is a fitted classifier of the first, ``amount`` a fitted regression of the logarithm of the second, both
    over the columns of ``spec``. The mean of a logarithm says less than the mean of the amount, so ``scale`` multiplies
    it (Duan 1983, "Smearing estimate", with one factor for all).
    """

    name: str
    spec: FeatureSpec
    chance: Pipeline
    amount: Pipeline
    scale: float

    def expect(self, frame: pd.DataFrame) -> tuple[Floats, Floats]:
        """For each row of ``frame``, in its order: the probability that anything is paid, and the euros to expect.

        One thread, since sums over several depend on the number of cores in the last bit.
        """
        chance, amount = halves(self.chance, self.amount, frame[list(self.spec.columns)])
        return chance, chance * amount * self.scale


def halves(chance: Pipeline, amount: Pipeline, frame: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return what the two fitted halves say of each row, the amount not yet scaled."""
    if len(frame) == 0:
        return np.empty(0, dtype=np.float64), np.empty(0, dtype=np.float64)
    with threadpool_limits(limits=1):
        return chance.predict_proba(frame)[:, 1], np.exp(amount.predict(frame))


def frequency_times_ticket(frame: pd.DataFrame, rule: Repeat, horizon_days: float) -> Floats:
    """Euros to expect if everybody came as often as in the window and left what they leave a day on average.

    Nothing is expected of who never came.
    """
    days = frame[rule.days].to_numpy(dtype=np.float64)
    ticket = frame[rule.ticket].to_numpy(dtype=np.float64)
    expected = np.nan_to_num(days) * np.nan_to_num(ticket) * horizon_days / rule.window_days
    return np.asarray(expected, dtype=np.float64)


def dump(model: ValueModel) -> bytes:
    """Write a model as a skops file, see ``ml.model.dump_payload``."""
    return dump_payload(
        {
            "name": model.name,
            "numeric": list(model.spec.numeric),
            "categorical": list(model.spec.categorical),
            "key": list(model.spec.key),
            "chance": model.chance,
            "amount": model.amount,
            "scale": float(model.scale),
        }
    )


def load(content: bytes) -> ValueModel:
    """Read a model written by ``dump``. Call it on verified bytes only (see ``ml.model.verify``).

    Raises ArtifactError when the file holds a type that the code's list does not name, or another format.
    """
    payload = load_payload(content)
    return ValueModel(
        name=payload["name"],
        spec=FeatureSpec(tuple(payload["numeric"]), tuple(payload["categorical"]), tuple(payload["key"])),
        chance=payload["chance"],
        amount=payload["amount"],
        scale=payload["scale"],
    )
