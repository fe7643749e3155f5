"""Contracts of the tables that models read and write.

Belongs here: schemas of the tables and the checks that refuse a table that does not keep them, with an error
that names the column or key. Which features exist: ``ml.features``. Which models exist: ``ml.catalogue``.
"""

from collections.abc import Iterable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from ml.features import KEY, FeatureSpec

LABEL_KEY = (*KEY, "model_name")

SCORES_SCHEMA = pa.schema(
    [
        pa.field("subject_type", pa.string(), False),
        pa.field("customer_id", pa.string(), False),
        pa.field("vehicle_id", pa.string(), False),
        pa.field("as_of_date", pa.date32(), False),
        pa.field("model_name", pa.string(), False),
        pa.field("model_version", pa.string(), False),
        pa.field("score", pa.decimal128(9, 6), False),
    ]
)

PROMOTIONS_SCHEMA = pa.schema(
    [
        pa.field("model_name", pa.string(), False),
        pa.field("model_version", pa.string(), False),
        pa.field("decided_at", pa.date32(), False),
        pa.field("decided_by", pa.string(), False),
        pa.field("decision", pa.string(), False),
        pa.field("reason", pa.string(), False),
        pa.field("metric_name", pa.string(), False),
        pa.field("champion_metric", pa.float64()),
        pa.field("challenger_metric", pa.float64()),
        pa.field("baseline_metric", pa.float64()),
        pa.field("artifact_sha256", pa.string(), False),
        pa.field("artifact_hmac", pa.string(), False),
    ]
)


class ContractError(ValueError):
    """A table handed to a model does not keep its contract."""


class LeakageError(ContractError):
    """A table shows a model what cannot be known at the row's date."""


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind)
    )


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def require_columns(table: pa.Table, columns: Iterable[str], what: str) -> None:
    """Refuse a table, called ``what`` in the message, that lacks a column: ContractError names all that miss."""
    missing = [column for column in columns if column not in table.column_names]
    if missing:
        raise ContractError(f"{what}: missing columns {', '.join(missing)}")


def check_key(table: pa.Table, key: tuple[str, ...], what: str) -> None:
    """Refuse a key that is of a wrong type, null or repeated: ContractError names the column or the first key."""
    for column in key:
        kind = table.schema.field(column).type
        if column == "as_of_date":
            if not pa.types.is_date(kind):
                raise ContractError(f"{what}: column as_of_date must be a DATE, found {kind}")
        elif not _is_text(kind):
            raise ContractError(f"{what}: column {column} must be text, found {kind}")
        nulls = table.column(column).null_count
        if nulls:
            raise ContractError(f"{what}: {nulls} rows have no {column}")
    counts = table.select(list(key)).group_by(list(key)).aggregate([([], "count_all")])
    repeated = counts.filter(pc.greater(counts.column("count_all"), 1))
    if repeated.num_rows:
        first = repeated.sort_by([(column, "ascending") for column in key]).slice(0, 1).to_pylist()[0]
        raise ContractError(f"{what}: {repeated.num_rows} keys are repeated, first {first}")


def check_features(table: pa.Table, spec: FeatureSpec) -> None:
    """Refuse a feature table that a model could not read as it was trained.

    One row per key of the spec; further columns are allowed and ignored.
    Raises ContractError on a missing column, a wrong type, a null key or a repeated key.
    """
    what = "features"
    require_columns(table, (*spec.key, *spec.columns), what)
    for column in spec.numeric:
        kind = table.schema.field(column).type
        if not (_is_number(kind) or pa.types.is_null(kind)):
            raise ContractError(f"{what}: numeric feature {column} has type {kind}")
    for column in spec.categorical:
        kind = table.schema.field(column).type
        if not (_is_text(kind) or pa.types.is_null(kind)):
            raise ContractError(f"{what}: categorical feature {column} has type {kind}")
    check_key(table, spec.key, what)


def check_labels(table: pa.Table) -> None:
    """Refuse a label table that is not one 0/1 label per customer × vehicle × as-of date × model.

    Raises ContractError on a missing column, a wrong type, a null or repeated key, or a label other than 0
    and 1.
    """
    what = "labels"
    require_columns(table, (*LABEL_KEY, "label"), what)
    kind = table.schema.field("label").type
    if not (pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
        raise ContractError(f"{what}: label must be an integer, found {kind}")
    check_key(table, LABEL_KEY, what)
    values = set(pc.unique(table.column("label").cast(pa.int64())).to_pylist())
    if not values <= {0, 1}:
        raise ContractError(f"{what}: label must be 0 or 1, found {sorted(values - {0, 1}, key=str)}")


def check_no_future(table: pa.Table, last_known: date, what: str) -> None:
    """Refuse rows of a later date than can be known.

    ``last_known`` is the latest as-of date allowed: the run's day for features, and the run's day minus the
    model's horizon for labels. Raises LeakageError naming the latest date found.
    """
    if table.num_rows == 0:
        return
    latest = pc.max(table.column("as_of_date").cast(pa.date32())).as_py()
    if latest > last_known:
        raise LeakageError(f"{what}: rows dated {latest} are not known yet, latest allowed is {last_known}")
