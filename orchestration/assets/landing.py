"""Landing: each file that arrived up to yesterday, or was read from the source, becomes raw, append-only Parquet."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import dagster as dg

from ingestion.landing import Progress, land_batches
from ingestion.reader.parser import Parser
from ingestion.report import Problem, format_report
from ingestion.rights import rights_gaps
from ingestion.sources.extraction import ExtractionReport, format_extraction, read_source
from ingestion.store import RawStore
from orchestration.assets.sources import CONTRACTS, LANDED_TABLES, OUTSIDE_TABLES
from orchestration.boxes import python_box, table_spec
from orchestration.checks import (
    BATCH_WHOLE,
    DRIFT_DECIDED,
    FILES_TAKEN,
    RIGHTS_WHOLE,
    ROWS_TAKEN,
    SOURCE_READ,
    landing_results,
    rights_result,
    source_result,
)
from orchestration.partitions import planned_day
from orchestration.settings import Settings
from orchestration.table_metadata import ROW_COUNT

LOAD_LEDGER = dg.AssetKey(["raw", "_load_ledger"])
REJECTED = dg.AssetKey(["raw", "_rejected"])
SCHEMA_DRIFT = dg.AssetKey(["raw", "_schema_drift"])
RIGHTS_SETTLED = dg.AssetKey(["raw", "_rights_settled"])
_BOOKKEEPING = {
    "_load_ledger": "One row per landed file: bytes and rows accepted and rejected.",
    "_rejected": "One row per record that landing could not read, with file, line, offset and reason.",
    "_schema_drift": "One row per landed file, column and kind of drift from the contract, with the decision.",
    "_rights_settled": "One row per decision that nothing is lost of rights that did not arrive whole.",
}


def _read_source(settings: Settings, day: date, progress: Progress) -> ExtractionReport | None:
    """Let the operational database send its batch; None when files are the source."""
    if settings.source.kind == "files":
        return None
    url = settings.secret("source_url").decode()
    return read_source(settings.home_path, day, settings.source, url, progress)


def _why_nothing_landed(settings: Settings, errors: Sequence[Problem]) -> str:
    if errors:
        return "nothing has landed yet:\n" + "\n".join(map(str, errors))
    return (
        f"nothing has landed yet: put a batch into {settings.home_path / 'landing'}/YYYY-MM-DD "
        "(make demo makes a demo world)"
    )


class SourceUnreadError(RuntimeError):
    """The database could not be read: who objected since it last was is not known, so nobody may be contacted."""


class RightsUnreadError(RuntimeError):
    """Something that may forbid a contact did not arrive whole, and nobody has said that nothing is lost."""


class NothingLandedError(RuntimeError):
    """The very first night found no file at all: there is nothing to plan from."""


def row_counts(ledger: Sequence[Mapping[str, object]]) -> dict[dg.AssetKey, int]:
    """Return the rows of each raw table by the load ledger, without opening a raw file."""
    rows: Counter[dg.AssetKey] = Counter({LOAD_LEDGER: len(ledger), REJECTED: 0, SCHEMA_DRIFT: 0})
    rows.update({dg.AssetKey(["raw", name]): 0 for name in LANDED_TABLES})
    for file in ledger:
        rows[dg.AssetKey(["raw", str(file["table_name"])])] += int(str(file["rows_accepted"]))
        rows[REJECTED] += int(str(file["rows_rejected"]))
        rows[SCHEMA_DRIFT] += int(str(file.get("drifts") or 0))
    return dict(rows)


_SPECS = [
    *(
        table_spec(
            ["raw", name],
            deps=[["source", name]] if name in OUTSIDE_TABLES else [],
            description=CONTRACTS[name].description,
            kinds={"python", "parquet"},
        )
        for name in LANDED_TABLES
    ),
    *(
        table_spec(
            ["raw", name],
            deps=[["source", table] for table in OUTSIDE_TABLES],
            description=text,
            kinds={"python", "parquet"},
        )
        for name, text in _BOOKKEEPING.items()
    ),
]


@python_box(
    "landing", _SPECS, [SOURCE_READ, RIGHTS_WHOLE, FILES_TAKEN, ROWS_TAKEN, DRIFT_DECIDED, BATCH_WHOLE]
)
def landing(
    context: dg.AssetExecutionContext,
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Land what has arrived up to the evening before the planned day."""
    settings = Settings()
    day = planned_day(context)
    extracted = _read_source(settings, day, context.log.info)
    if extracted and extracted.nothing_sent:
        # Before anything lands: what has landed of a day closes it, and the night run again has to read the source.
        raise SourceUnreadError(
            f"the source was not read, run the night again when it can be:\n{format_extraction(extracted)}"
        )
    with Parser(settings.landing_limits) as parser:
        report = land_batches(
            settings.home_path,
            until=day - timedelta(days=1),
            secret=settings.secret("suppression_secret"),
            progress=context.log.info,
            parser=parser,
        )
    text = "\n".join([*([format_extraction(extracted)] if extracted else []), format_report(report)])
    context.log.info(text)
    # What dbt prints goes to the night's log; so does what an operator must know of the source and its files.
    print(text)
    errors = [*(extracted.errors if extracted else ()), *report.errors]
    store = RawStore(settings.home_path)
    ledger = store.ledger()
    if not ledger:
        raise NothingLandedError(_why_nothing_landed(settings, errors))
    gaps = rights_gaps(settings.home_path, day - timedelta(days=1))
    rows = row_counts(ledger) | {RIGHTS_SETTLED: len(store.settled())}
    for spec in _SPECS:
        told = {"errors": "\n".join(map(str, errors))} if spec.key == LOAD_LEDGER else {}
        yield dg.MaterializeResult(asset_key=spec.key, metadata={ROW_COUNT: rows[spec.key], **told})
    yield source_result(extracted)
    yield rights_result(gaps)
    yield from landing_results(report)
    if gaps:
        # The check says so too, but not which files.
        raise RightsUnreadError(
            "not all that may forbid a contact has arrived; have it sent, or say why nothing is missing "
            "(periplo landing settle):\n" + "\n".join(map(str, gaps))
        )
