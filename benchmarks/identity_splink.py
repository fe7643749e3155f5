"""Splink as its documentation sets it up, on the same rows: what there is to compare with.

Belongs here: settings after the tutorials of Splink 5 (comparisons of its library, random sampling for u, expectation
maximisation for m, clusters at a threshold of 0.95). Nothing is tuned on labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from orchestration.settings import Settings

# Tutorials: recall assumed of the deterministic rules, pairs sampled for u, probability from which clusters are made.
_ASSUMED_RECALL = 0.7
_SAMPLED_PAIRS = 1e6
_CLUSTERED_FROM = 0.95
_SEED = 1


@dataclass(frozen=True)
class Setup:
    """How Splink is set up for a table: ``comparisons`` of its library, columns that block together, columns by which
    equal records are surely one, and the columns of the blocks in which m is learnt.
    """

    comparisons: Sequence[Any]
    blocks: Sequence[tuple[str, ...]]
    deterministic: Sequence[tuple[str, ...]]
    learnt_in: Sequence[tuple[str, ...]]


def people_and_companies() -> Setup:
    """Return the set-up for the records of the demo world."""
    from splink import comparison_library as library

    return Setup(
        comparisons=[
            library.NameComparison("given_names"),
            library.NameComparison("surnames").configure(term_frequency_adjustments=True),
            library.JaroWinklerAtThresholds("company_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            library.DateOfBirthComparison("birth_date", input_is_string=True, datetime_format="%Y-%m-%d"),
            library.DamerauLevenshteinAtThresholds("tax_number", [1, 2]),
            library.EmailComparison("email"),
            library.ExactMatch("mobile"),
            library.ExactMatch("landline"),
            library.ExactMatch("address"),
        ],
        blocks=[
            ("tax_number",), ("email",), ("mobile",), ("given_names", "surnames"), ("surnames", "birth_date"),
            ("given_names", "birth_date"), ("landline", "given_names"), ("address", "given_names"),
            ("company_name", "address"), ("company_name", "landline"),
        ],
        deterministic=[("tax_number",), ("email", "given_names"), ("given_names", "surnames", "birth_date")],
        learnt_in=[("given_names", "surnames"), ("email",), ("tax_number",)],
    )  # fmt: skip


def clusters(records: pd.DataFrame, setup: Setup) -> pd.Series:
    """Return the cluster of each record, by ``unique_id``."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    with duckdb.connect(config={"threads": Settings().threads}) as connection:
        database = DuckDBAPI(connection)
        linker = Linker(
            database.register(records),
            SettingsCreator(
                link_type="dedupe_only",
                comparisons=list(setup.comparisons),
                blocking_rules_to_generate_predictions=[block_on(*columns) for columns in setup.blocks],
            ),
            log_level=None,
        )
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on(*columns) for columns in setup.deterministic], recall=_ASSUMED_RECALL
        )
        training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=_SEED)
        for columns in setup.learnt_in:
            training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
        predictions = linker.inference.predict(threshold_match_probability=_CLUSTERED_FROM)
        clustered: Any = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predictions, threshold_match_probability=_CLUSTERED_FROM
        )
        found: pd.DataFrame = clustered.as_pandas_dataframe()
    return found.set_index("unique_id")["cluster_id"]
