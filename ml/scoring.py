"""Scoring: features of a day to rows of ``ml.scores``.

Belongs here: who is scored by a model and how a probability becomes a stored score. Which version scores:
``ml.api``.
"""

import numpy as np
import pyarrow as pa

from ml.catalogue import MODELS, SUBJECT_TYPE, in_population
from ml.contracts import SCORES_SCHEMA, check_features
from ml.features import sort_by_key, to_frame
from ml.model import FittedModel

_SCALE = 1_000_000  # DECIMAL(9,6)


def score(model: FittedModel, model_version: str, features: pa.Table) -> pa.Table:
    """Score feature rows with one model version.

    One row per customer × vehicle × as-of date of the model's population (``ml.catalogue``), sorted by key;
    the score is the probability, rounded to six decimals. The same rows give the same scores in any order and
    on any number of threads. Raises ContractError when the table lacks what the model reads.
    """
    check_features(features, model.spec)
    rows = sort_by_key(in_population(MODELS[model.name], features))
    count = rows.num_rows
    units = np.rint(model.predict(to_frame(rows, model.spec)) * _SCALE)
    scores = pa.array(units / _SCALE).cast(pa.decimal128(9, 6))
    columns = [
        pa.repeat(pa.scalar(SUBJECT_TYPE), count),
        rows.column("customer_id").cast(pa.string()),
        rows.column("vehicle_id").cast(pa.string()),
        rows.column("as_of_date").cast(pa.date32()),
        pa.repeat(pa.scalar(model.name), count),
        pa.repeat(pa.scalar(model_version), count),
        scores,
    ]
    return pa.Table.from_arrays(columns, schema=SCORES_SCHEMA)
