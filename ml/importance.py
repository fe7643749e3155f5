"""How much a model leans on each of its columns.

Belongs here: importance by permutation. Measures of the whole model are in ``ml.evaluation``.
"""

import pandas as pd
from sklearn.inspection import permutation_importance
from threadpoolctl import threadpool_limits

from ml.evaluation import Ints
from ml.model import FittedModel

# Rows drawn for each shuffle and shuffles of each column: enough to rank the columns, in seconds.
ROWS = 4_000
REPEATS = 3


def importance(model: FittedModel, frame: pd.DataFrame, label: Ints, seed: int) -> dict[str, float]:
    """Return for each column how much the log loss rises when its values are shuffled among the rows.

    ``frame`` and ``label`` are a holdout; rows must be in a fixed order. About 0 (or below, by chance) for a column
    that the model can do without; columns that say the same share what they say. Before calibration, which
    changes no order. Breiman 2001, "Random forests".
    """
    columns = list(model.spec.columns)
    with threadpool_limits(limits=1):
        found = permutation_importance(
            model.pipeline,
            frame[columns],
            label,
            scoring="neg_log_loss",
            n_repeats=REPEATS,
            max_samples=min(ROWS, len(label)),
            random_state=seed,
        )
    return dict(zip(columns, found.importances_mean.tolist(), strict=True))
