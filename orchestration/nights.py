"""Running a night or a replay without a screen: what the command line and the tests call.

Belongs here: choosing the job, telling the environment, timing. What a night does is in ``assets``.
"""

import time
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg

from activation.api import frozen_files, render_files
from activation.errors import ActivationError
from orchestration.assets.landing import LOAD_LEDGER
from orchestration.definitions import defs
from orchestration.partitions import plannable
from orchestration.resources import Warehouse
from orchestration.settings import MissingSecretError, Settings, shown_environment


class NightFailedError(RuntimeError):
    """A step of the night failed; the message names it and its reason, nothing after it ran."""


@dataclass(frozen=True)
class NightResult:
    """One finished run: the planned day and the wall seconds of each step in the order they ended.

    ``landing_errors`` holds a line for each file or row that landing refused: file, row, reason.
    """

    day: date
    seconds: Mapping[str, float]
    landing_errors: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Wall seconds of all steps."""
        return sum(self.seconds.values())


def run_night(
    day: date, *, training: bool = False, instance: dg.DagsterInstance | None = None
) -> NightResult:
    """Run the night of ``day`` from landing to publication; with ``training`` also fit models first.

    Raises:
        NightFailedError: a step or a blocking check failed.
    """
    return _run("nightly_with_training" if training else "nightly", day, instance)


@dataclass(frozen=True)
class ReplayResult:
    """A past day rebuilt: the names of files that are the same to the byte, differ, are missing or are new."""

    day: date
    same: tuple[str, ...]
    differing: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether the rebuilt files are the ones that went out."""
        return not (self.differing or self.missing or self.unexpected)


def replay_day(day: date, warehouse: Path, instance: dg.DagsterInstance | None = None) -> ReplayResult:
    """Rebuild ``day`` from raw in a fresh file and compare its contact files with those frozen then.

    ``warehouse`` is the file to build; one that stands there is removed first. Nothing is delivered.

    Raises:
        NightFailedError: a step or a blocking check failed, or the files could not be compared.
    """
    for leftover in (warehouse, warehouse.with_suffix(warehouse.suffix + ".wal")):
        leftover.unlink(missing_ok=True)
    with shown_environment(PERIPLO_WAREHOUSE=str(warehouse)):
        result = _run("replay", day, instance)
        try:
            rebuilt = render_files(
                Warehouse().read("activation.contact_export"),
                Warehouse().read("activation.suppression_list"),
                day,
                Settings().secret("suppression_secret"),
            )
            frozen = frozen_files(Settings().home_path, day)
        except (ActivationError, MissingSecretError) as error:
            raise NightFailedError(f"the files of {day} cannot be compared: {error}") from error
    common = sorted(rebuilt.keys() & frozen.keys())
    return ReplayResult(
        day=day,
        same=tuple(name for name in common if rebuilt[name] == frozen[name]),
        differing=tuple(name for name in common if rebuilt[name] != frozen[name]),
        missing=tuple(sorted(frozen.keys() - rebuilt.keys())),
        unexpected=tuple(sorted(rebuilt.keys() - frozen.keys())),
        seconds=result.total,
    )


def _run(job: str, day: date, instance: dg.DagsterInstance | None) -> NightResult:
    settings = Settings()
    if not plannable(day):
        raise NightFailedError(
            f"{day} is no day that can be planned: days run from {settings.first_day} (first_day) to today"
        )
    try:
        settings.require_secrets()
    except MissingSecretError as error:
        raise NightFailedError(str(error)) from error
    settings.export_to_environment()
    log = settings.home_path / "logs" / f"{job}-{day}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    # What dbt prints of each model goes to a file: the screen shows steps, an operator reads the rest there.
    with log.open("w", encoding="utf-8") as output, redirect_stdout(output):
        result = defs.resolve_job_def(job).execute_in_process(
            partition_key=day.isoformat(),
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"steps": {}}},
        )
    if not result.success:
        raise NightFailedError(f"{_failure(result)}\nThe whole output is in {log}")
    seconds: dict[str, float] = {}
    for event in result.all_events:
        if event.event_type == dg.DagsterEventType.STEP_SUCCESS and event.step_key:
            seconds[event.step_key] = event.step_success_data.duration_ms / 1000
    seconds["dagster"] = time.monotonic() - started - sum(seconds.values())
    return NightResult(day=day, seconds=seconds, landing_errors=_landing_errors(result))


def _landing_errors(result: dg.ExecuteInProcessResult) -> tuple[str, ...]:
    for event in result.get_asset_materialization_events():
        materialization = event.step_materialization_data.materialization
        if materialization.asset_key == LOAD_LEDGER and "errors" in materialization.metadata:
            return tuple(str(materialization.metadata["errors"].value).splitlines())
    return ()


def _failure(result: dg.ExecuteInProcessResult) -> str:
    for event in result.all_events:
        if event.event_type == dg.DagsterEventType.STEP_FAILURE:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            return f"step {event.step_key} failed: {error.message.strip() if error else 'no reason given'}"
    return "the run failed before any step"
