"""What is checked beside dbt's tests, and the one rule for what a failure does.

A check **blocks** when going on could contact somebody who must not be, lose a row, or show readers something else
than was built: nothing downstream runs, the night fails, yesterday's copy stays published. It **warns** when a person
should look and the plan of the day stands all the same. dbt's tests follow the same rule by their ``severity``:
``error``, which is the default, blocks, and ``warn`` warns.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from activation.report import DeliveryReport
from ingestion.report import LandingReport, Problem
from ingestion.sources.extraction import ExtractionReport

# More refused rows than this in a night's files is a change at the source and not the odd bad line.
REJECTED_SHARE = 0.01


def blocking(key: Sequence[str], name: str, description: str) -> dg.AssetCheckSpec:
    """Return a check whose failure stops the night."""
    return dg.AssetCheckSpec(name, asset=dg.AssetKey(key), description=description, blocking=True)


def warning(key: Sequence[str], name: str, description: str) -> dg.AssetCheckSpec:
    """Return a check whose failure is shown."""
    return dg.AssetCheckSpec(name, asset=dg.AssetKey(key), description=description)


def result(
    spec: dg.AssetCheckSpec, passed: bool, found: Mapping[str, int | float | str]
) -> dg.AssetCheckResult:
    """Return the result of a check, as severe as its spec says, with the figures it rests on."""
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=passed,
        severity=dg.AssetCheckSeverity.ERROR if spec.blocking else dg.AssetCheckSeverity.WARN,
        metadata=dict(found),
    )


SOURCE_READ = warning(
    ["raw", "_load_ledger"],
    "source_read",
    "Every table of the operational database was read, where one is the source. What was missed comes with the next "
    "night. A table that bears rights is never missed: without it the night stops before it lands anything.",
)
RIGHTS_WHOLE = blocking(
    ["raw", "_load_ledger"],
    "rights_are_whole",
    "Every file and row that may forbid a contact has arrived and could be read, or a person has said why none is "
    "missing (periplo landing settle). Without them nobody is contacted.",
)
FILES_TAKEN = warning(
    ["raw", "_load_ledger"],
    "no_file_refused",
    "Every file that arrived could be read and is of a known table.",
)
ROWS_TAKEN = warning(
    ["raw", "_load_ledger"],
    "few_rows_refused",
    f"At most {REJECTED_SHARE:.0%} of the landed rows were refused.",
)
DRIFT_DECIDED = warning(
    ["raw", "_load_ledger"],
    "no_undecided_drift",
    "Every column that came otherwise than its contract says is one that the contract foresees. The others have a "
    "decision of landing in quarantine.schema_drift, which a person should confirm in the contract.",
)
BATCH_WHOLE = warning(
    ["raw", "_load_ledger"],
    "batch_is_whole",
    "Every file that a manifest lists has come and agrees with it, nothing lies in the landing folder unread, and each "
    "table brought about as many rows as it usually does.",
)
SCORES_IN_RANGE = blocking(["ml", "scores"], "scores_are_probabilities", "Every score lies between 0 and 1.")
SCORES_UNIQUE = blocking(
    ["ml", "scores"], "one_score_per_subject", "A model and version scores a subject once a day."
)
EVERY_MODEL_SCORED = warning(
    ["ml", "scores"], "every_model_has_a_champion", "No model of the catalogue is without a promoted version."
)
VALUES_IN_RANGE = blocking(
    ["ml", "customer_values"],
    "values_are_amounts",
    "Each customer is valued once, at no less than nothing, and the probability lies between 0 and 1.",
)
CUSTOMERS_VALUED = warning(
    ["ml", "customer_values"],
    "value_model_has_a_champion",
    "A value model is in force, so customers are valued.",
)
CUSTOMERS_CLUSTERED = warning(
    ["ml", "cluster_profiles"],
    "clusters_are_in_force",
    "Clusters are in force, so customers are placed in them; how many customers each cluster holds.",
)
CLUSTERS_NAMED = warning(
    ["audiences", "audience_members"],
    "clusters_named_have_members",
    "Every cluster that the definition of an audience names has members. One that a training let go has none, and its "
    "number comes back for no other.",
)
NOTHING_IN_DOUBT = warning(
    ["activation", "delivery_files"],
    "no_file_in_doubt",
    "Of every file of the day it is known whether the platform has it. One in doubt counts as delivered, so nobody is "
    "contacted twice; a person settles it.",
)
NOTHING_REFUSED = warning(
    ["activation", "deliveries"],
    "no_contact_refused",
    "Every planned contact meets the contract of the files.",
)
COPY_IS_WHOLE = blocking(
    ["published", "warehouse"],
    "copy_equals_warehouse",
    "The copy that readers are pointed to opens, and each of its tables has as many rows as the one it was made from.",
)


# What a landing reports when a batch is not whole.
_INCOMPLETE = {
    "files missing": "MISSING_FILE",
    "files other than their manifest": "TRUNCATED_OR_ALTERED",
    "manifests unreadable": "BAD_MANIFEST",
    "files that a manifest does not check": "UNCHECKED_FILE",
    "entries that are no plain file": "NO_PLAIN_FILE",
    "files that could not be read": "UNREADABLE_FILE",
    "files that changed while read": "CHANGED_WHILE_READ",
    "files set aside by their name": "SET_ASIDE",
    "entries that are no batch": "UNKNOWN_FOLDER",
    "tables with unusual rows": "ROW_COUNT_BAND",
    "days without a batch": "NO_BATCH",
}


def source_result(report: ExtractionReport | None) -> dg.AssetCheckResult:
    """Judge an extraction; None when files are the source."""
    problems = report.errors if report else ()
    found: dict[str, int | float | str] = {
        "tables read": len(report.tables) if report else 0,
        "problems": len(problems),
        "rows sent": report.rows_sent if report else 0,
    }
    return result(SOURCE_READ, not problems, found)


def rights_result(gaps: Sequence[Problem]) -> dg.AssetCheckResult:
    """Judge what is known to be missing of the rights."""
    return result(RIGHTS_WHOLE, not gaps, {"gaps": len(gaps), "first": str(gaps[0]) if gaps else ""})


def landing_results(report: LandingReport) -> list[dg.AssetCheckResult]:
    """Judge what a landing took in."""
    refused = sum(file.status == "REJECTED" for file in report.files)
    awaiting = sum(file.drifts_awaiting for file in report.files)
    found = Counter(problem.reason for problem in report.problems)
    incomplete = {name: found[reason] for name, reason in _INCOMPLETE.items()}
    share = report.rows_rejected / report.rows_landed if report.rows_landed else 0.0
    return [
        result(FILES_TAKEN, refused == 0, {"files refused": refused, "files": len(report.files)}),
        result(
            ROWS_TAKEN,
            share <= REJECTED_SHARE,
            {"rows refused": report.rows_rejected, "rows landed": report.rows_landed, "share": share},
        ),
        result(
            DRIFT_DECIDED,
            awaiting == 0,
            {"drifts awaiting a decision": awaiting, "drifts": sum(file.drifts for file in report.files)},
        ),
        result(BATCH_WHOLE, not any(incomplete.values()), incomplete),
    ]


def score_results(scores: pa.Table, key: Sequence[str]) -> list[dg.AssetCheckResult]:
    """Judge the scores of a day; ``key`` names the columns that make a row."""
    outside = pc.sum(
        pc.invert(pc.and_(pc.greater_equal(scores["score"], 0), pc.less_equal(scores["score"], 1)))
    )
    repeated = scores.num_rows - scores.group_by(list(key)).aggregate([]).num_rows
    without = (scores.schema.metadata or {}).get(b"note", b"").decode()
    rows = scores.num_rows
    return [
        result(SCORES_IN_RANGE, not outside.as_py(), {"scores outside": outside.as_py() or 0, "rows": rows}),
        result(SCORES_UNIQUE, repeated == 0, {"repeated": repeated, "rows": rows}),
        result(EVERY_MODEL_SCORED, not without, {"note": without}),
    ]


def cluster_results(described: pa.Table) -> list[dg.AssetCheckResult]:
    """Judge by the profiles whether the customers of a day were placed, and show how many are where."""
    sizes = {
        f"{row['cluster_id']}: {row['cluster_name']}": row["customers"]
        for row in described.filter(pc.equal(described["trait_rank"], 1)).to_pylist()
    }
    return [result(CUSTOMERS_CLUSTERED, bool(sizes), {"customers": sum(sizes.values()), **sizes})]


def audience_result(named: Mapping[str, set[str]], clusters: set[str]) -> dg.AssetCheckResult:
    """Judge the clusters that each audience names by those that have members."""
    gone = {name: ", ".join(sorted(missing)) for name, of in named.items() if (missing := of - clusters)}
    return result(CLUSTERS_NAMED, not gone, gone)


def value_results(values: pa.Table) -> list[dg.AssetCheckResult]:
    """Judge the values of a day."""
    chance = values["purchase_probability"]
    right = pc.and_(pc.greater_equal(chance, 0), pc.less_equal(chance, 1))
    right = pc.and_(right, pc.greater_equal(values["expected_margin"], 0))
    outside = pc.sum(pc.invert(right)).as_py() or 0
    repeated = values.num_rows - pc.count_distinct(values["customer_id"]).as_py()
    found = {"values outside": outside, "repeated": repeated, "rows": values.num_rows}
    return [
        result(VALUES_IN_RANGE, not outside and not repeated, found),
        result(CUSTOMERS_VALUED, values.num_rows > 0, {"rows": values.num_rows}),
    ]


def delivery_results(report: DeliveryReport) -> list[dg.AssetCheckResult]:
    """Judge the delivery of a day."""
    refused = {name: n for name, n in report.outcomes.items() if name.startswith("REFUSED")}
    return [
        result(
            NOTHING_IN_DOUBT,
            not report.held,
            {"files in doubt": len(report.held), "files": len(report.files)},
        ),
        result(NOTHING_REFUSED, not refused, {"contacts refused": sum(refused.values()), **refused}),
    ]


def copy_result(built: Mapping[str, int], copied: Mapping[str, int]) -> dg.AssetCheckResult:
    """Judge a published copy by the rows of each table, there and in the file it was made from."""
    differing = sorted(name for name in built.keys() | copied.keys() if built.get(name) != copied.get(name))
    found: dict[str, int | float | str] = {
        "tables": len(copied),
        "rows": sum(copied.values()),
        "differing": ", ".join(differing),
    }
    return result(COPY_IS_WHOLE, not differing, found)
