"""Labelled rows: features of past dates joined to what happened after them.

Belongs here: the join and its guards against leakage, whatever is predicted. What a label must look like: the contract
of its table. What is learnt from the rows: ``ml.training`` and ``ml.value.training``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from ml.contracts import ContractError, check_features, check_no_future
from ml.features import FeatureSpec, sort_by_key, to_frame

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Examples(Generic[Number]):
    """Labelled rows in the order of their key: one per key of the feature table.

    ``customer_id``, ``as_of_date``, ``frame`` (a column per feature) and ``label`` have a row each in the same
    order.
    """

    customer_id: list[str]
    as_of_date: list[date]
    frame: pd.DataFrame
    label: npt.NDArray[Number]

    def at(self, days: tuple[date, ...]) -> "Examples[Number]":
        """Keep the rows of the given as-of dates."""
        wanted = set(days)
        rows = [index for index, day in enumerate(self.as_of_date) if day in wanted]
        return Examples(
            [self.customer_id[row] for row in rows],
            [self.as_of_date[row] for row in rows],
            self.frame.iloc[rows].reset_index(drop=True),
            self.label[rows],
        )

    def digest(self, settings: object) -> str:
        """SHA-256 of the rows and of the settings' text, in hex: the same training gives the same."""
        code = sha256(repr(settings).encode())
        code.update(np.asarray(pd.util.hash_pandas_object(self.frame, index=False)).tobytes())
        code.update(self.label.tobytes())
        code.update("\n".join(self.customer_id).encode())
        return code.hexdigest()


def labelled(
    name: str,
    horizon_days: int,
    spec: FeatureSpec,
    features: pa.Table,
    labels: pa.Table,
    label: str,
    as_of: date,
) -> pa.Table:
    """Join the labels of one model, column ``label``, to their features.

    Raises ContractError on a feature table that breaks its contract or a label without features, LeakageError
    when a row is dated after ``as_of`` or a label's window of ``horizon_days`` had not closed by then.
    """
    check_features(features, spec)
    check_no_future(features, as_of, "features")
    check_no_future(labels, as_of - timedelta(days=horizon_days), f"labels of {name}")
    joined = _typed_key(labels.select([*spec.key, label]), spec).join(
        _typed_key(features.select([*spec.key, *spec.columns]), spec),
        keys=list(spec.key),
        join_type="inner",
    )
    if joined.num_rows != labels.num_rows:
        raise ContractError(f"labels of {name}: {labels.num_rows - joined.num_rows} rows have no feature row")
    return joined


def examples_of(table: pa.Table, spec: FeatureSpec, label: str, kind: type[Number]) -> Examples[Number]:
    """Turn labelled rows into what estimators learn from, sorted by key."""
    rows = sort_by_key(table, spec.key)
    return Examples(
        rows.column("customer_id").to_pylist(),
        rows.column("as_of_date").to_pylist(),
        to_frame(rows, spec),
        rows.column(label).cast(pa.from_numpy_dtype(kind)).to_numpy(),
    )


def _typed_key(table: pa.Table, spec: FeatureSpec) -> pa.Table:
    """Cast the key to one type on both sides: a join refuses text against another kind of text."""
    for column in spec.key:
        kind = pa.date32() if column == "as_of_date" else pa.string()
        table = table.set_column(table.column_names.index(column), column, table.column(column).cast(kind))
    return table
