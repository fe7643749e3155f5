"""Contracts of the tables that the value model reads and writes.

Belongs here: schemas and the checks beside those of ``ml.contracts``.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml.contracts import ContractError, check_key, require_columns
from ml.value.catalogue import VALUE_KEY

LABEL = "margin"

# One row per customer with a value: what to expect from the as-of date on.
VALUES_SCHEMA = pa.schema(
    [
        pa.field("customer_id", pa.string(), False),
        pa.field("as_of_date", pa.date32(), False),
        pa.field("model_name", pa.string(), False),
        pa.field("model_version", pa.string(), False),
        pa.field("horizon_days", pa.int32(), False),
        pa.field("purchase_probability", pa.decimal128(9, 6), False),
        pa.field("expected_margin", pa.decimal128(18, 4), False),
    ]
)


def check_margins(table: pa.Table, key: tuple[str, ...] = VALUE_KEY) -> None:
    """Refuse a label table that is not one margin of 0 or more per key.

    Raises ContractError on a missing column, a null or repeated key, or a margin that is null, negative or no number.
    """
    what = "value labels"
    require_columns(table, (*key, LABEL), what)
    check_key(table, key, what)
    kind = table.schema.field(LABEL).type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise ContractError(f"{what}: {LABEL} must be a number, found {kind}")
    margins = pc.fill_null(table.column(LABEL).cast(pa.float64()), np.nan).to_numpy()
    wrong = int(np.count_nonzero(~(np.isfinite(margins) & (margins >= 0))))
    if wrong:
        raise ContractError(f"{what}: {wrong} rows have no {LABEL} of 0 or more")
