"""Running dbt inside this process: one parse serves all the steps of a run.

Belongs here: calling dbt and passing on what it reports. Which models run in which step is in ``stages``, how their
results look in the asset graph in ``translator``. As a process of its own each step would start Python, dbt and the
parse again, which took longer than most steps' models.
"""

import json
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, chdir
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from orchestration.relations import Table, look_at, look_at_view
from orchestration.settings import ROOT, Settings, shown_environment
from orchestration.stages import tag_with_steps

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

_PROJECT = str(ROOT / "dbt_project")
# What dbt keeps of a parse for the next one. A folder without its own begins with what was parsed for the definitions:
# dbt looks at what changed since.
_PARSED = "partial_parse.msgpack"
_FIRST_PARSED = ROOT / "dbt_project" / "target" / _PARSED
_TABLES = ("model", "seed")
# Commands that need no manifest or make one, and options of parsing.
_WITHOUT_PARSE = {"--help", "-h", "clean", "debug", "deps", "init", "parse"}
_OF_PARSING = {"--no-partial-parse", "--show-all-deprecations", "--warn-error"}


class DbtFailedError(RuntimeError):
    """dbt refused or a model or test failed; the message holds what dbt said."""


@dataclass(frozen=True)
class NodeResult:
    """A finished node: dbt's event in the form of its JSON log, and the table if it built one."""

    event: Mapping[str, Any]
    table: Table | None


def run_folder() -> Path:
    """Return the folder of compiled SQL and of the parse that the next run starts from."""
    return Settings().home_path / "dbt"


def parse(target: Path, *options: str) -> "Manifest":
    """Parse the project, only what changed since the last parse into ``target``, and return its manifest.

    Raises:
        DbtFailedError: the project does not parse.
    """
    errors: list[str] = []
    with _profile_of_every_home():
        result = invoke(["--quiet", "parse", *options], target, callback=_collecting(errors))
    if not result.success:
        raise DbtFailedError(_explain("parse", errors, result))
    return cast("Manifest", result.result)


def _profile_of_every_home() -> AbstractContextManager[None]:
    """Show dbt the same profile whatever the home, its threads and its memory are.

    dbt parses all anew for another profile, twenty seconds of CPU, though nothing that it parses hangs on it but the
    catalog, which DuckDB names after the file. Meanwhile `Settings` read by another thread would name another home.
    """
    return shown_environment(
        PERIPLO_WAREHOUSE=Settings().warehouse_path.name,
        PERIPLO_HOME=None,
        PERIPLO_THREADS=None,
        PERIPLO_MEMORY_LIMIT=None,
    )


@lru_cache(maxsize=1)
def manifest_of_run(run_id: str) -> "Manifest":
    """Return the manifest that the steps of one run share; ``run_id`` makes the next run look for edits.

    The day is no part of it: dbt would parse all anew for another value of a variable, though no edge and no setting of
    a node hangs on the day. Each step gives the day when it builds.
    """
    return parse_for_steps(run_folder())


def parse_for_steps(target: Path) -> "Manifest":
    """Parse the project and have each node say by a tag in which step it runs."""
    manifest = parse(target)
    manifest.build_parent_and_child_maps()  # type: ignore[no-untyped-call]
    tag_with_steps(
        manifest.parent_map,
        {name: source.tags for name, source in manifest.sources.items()},
        {name: node.tags for name, node in manifest.nodes.items()},
    )
    return manifest


def build(run_id: str, variables: Mapping[str, Any], arguments: list[str]) -> Iterator[NodeResult]:
    """Run ``dbt build`` and yield the finished nodes as they come.

    Raises:
        DbtFailedError: a model or a test failed, after the results of all nodes.
    """
    text = json.dumps(variables, sort_keys=True)
    manifest = manifest_of_run(run_id)
    # None is the end.
    finished: queue.SimpleQueue[NodeResult | None] = queue.SimpleQueue()
    errors: list[str] = []
    results: list[dbtRunnerResult] = []

    def work() -> None:
        command = ["--no-use-colors", "--no-write-json", "build", "--vars", text, *arguments]
        try:
            results.append(invoke(command, run_folder(), manifest, _collecting(errors, finished)))
        finally:
            close_warehouse()
            finished.put(None)

    # A daemon: whoever interrupts a run does not wait for it, and readers never see the private file.
    threading.Thread(target=work, name="dbt", daemon=True).start()
    while (node := finished.get()) is not None:
        yield node
    if not results or not results[0].success:
        raise DbtFailedError(_explain("build", errors, results[0] if results else None))


def run(command: list[str], target: Path) -> "dbtRunnerResult":
    """Run one dbt command as a person gives it, after a parse that begins with that of any home; dbt says the rest.

    What a command has to say of parsing goes to that, and one that parses by itself, or not at all, is just run.
    """
    if _WITHOUT_PARSE & set(command):
        return invoke(command, target)
    options = [option for option in command if option in _OF_PARSING]
    with _profile_of_every_home():
        parsed = invoke(["--log-level", "warn", *options, "parse"], target)
    if not parsed.success:
        return parsed
    return invoke(command, target, cast("Manifest", parsed.result))


def invoke(
    command: list[str],
    target: Path,
    manifest: "Manifest | None" = None,
    callback: Callable[[Any], None] | None = None,
) -> "dbtRunnerResult":
    """Run one dbt command in this process; artifacts go to ``target``, each of dbt's events to ``callback``."""
    # dbt takes two seconds to import.
    from dbt.cli.main import dbtRunner

    places = ["--project-dir", _PROJECT, "--profiles-dir", _PROJECT, "--target-path", str(target)]
    if not (target / _PARSED).exists() and _FIRST_PARSED.exists():
        places += ["--partial-parse-file-path", str(_FIRST_PARSED)]
    # The run's own log keeps what dbt prints.
    quiet = ["--log-path", str(target), "--log-level-file", "none"]
    # dbt leaves the process in the project's folder; the caller's paths are relative to its own.
    with chdir(Path.cwd()):
        return dbtRunner(manifest=manifest, callbacks=[callback] if callback else []).invoke(
            [*command, *places, *quiet]
        )


def close_warehouse() -> None:
    """Let the steps in Python open the file: dbt's adapter keeps it for the life of the process."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _built_table(event: Mapping[str, Any]) -> Table | None:
    """Look at the table of a finished model or seed, through dbt's adapter: it alone holds the file now."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    node = event["data"]["node_info"]
    if node["resource_type"] not in _TABLES or node["node_status"] != "success":
        return None
    relation = node["node_relation"]["relation_name"]
    handle = DuckDBConnectionManager.env().handle()  # type: ignore[no-untyped-call]
    try:
        look = look_at_view if node["materialized"] == "view" else look_at
        return look(handle.cursor(), relation)
    finally:
        handle.close()


def _collecting(
    errors: list[str], finished: "queue.SimpleQueue[NodeResult | None] | None" = None
) -> Callable[[Any], None]:
    """Return a callback that keeps error messages and passes on the results of nodes."""
    from dbt_common.events.functions import msg_to_dict

    def collect(event: Any) -> None:
        # The trace of what dbt already said in a sentence is in the run's log.
        if event.info.level == "error" and event.info.name != "MainStackTrace":
            errors.append(event.info.msg)
        # Turning an event into a dictionary costs; dbt sends thousands that nobody reads.
        if finished is not None and event.info.name.startswith("Log") and event.info.name.endswith("Result"):
            told = msg_to_dict(event)
            finished.put(NodeResult(told, _built_table(told)))

    return collect


def _explain(command: str, errors: list[str], result: "dbtRunnerResult | None") -> str:
    said = list(errors)
    if result is not None and result.exception is not None and not said:
        said.append(str(result.exception))
    return "\n".join([f"dbt {command} failed:", *said])
