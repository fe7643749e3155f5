"""dbt in a development copy: try an edit on the data of the last published night, touching neither file of the nights.

Belongs here: where the copy stands and how dbt is told of it. What dbt is asked to do is the caller's.
"""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from orchestration import dbt_runs
from orchestration.publication import current_copy, planned_day_of
from orchestration.settings import Settings


def run_dbt(arguments: Sequence[str], *, fresh: bool = False) -> bool:
    """Run dbt with ``arguments`` on the development copy, for the day of that copy; whether dbt succeeded.

    ``fresh`` takes the copy anew from the last published night; otherwise what earlier calls built in it stays.
    Whoever gives ``--vars`` gives the day, too: dbt takes the option once.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    folder = Settings().home_path / "dev"
    warehouse = _development_copy(folder, fresh=fresh)
    os.environ["PERIPLO_WAREHOUSE"] = str(warehouse)
    Settings().export_to_environment()
    command = list(arguments)
    if not any(argument.partition("=")[0] == "--vars" for argument in command):
        day = planned_day_of(Path((folder / "COPY_OF").read_text(encoding="utf-8")))
        command += ["--vars", json.dumps({"as_of": day.isoformat()})]
    return dbt_runs.run(command, folder / "dbt").success


def _development_copy(folder: Path, *, fresh: bool) -> Path:
    warehouse, origin = folder / "periplo.duckdb", folder / "COPY_OF"
    if fresh or not (warehouse.exists() and origin.exists()):
        source = current_copy(Settings().home_path / "published")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "periplo.duckdb.wal").unlink(missing_ok=True)
        shutil.copyfile(source, warehouse)
        # Written last: a copy cut short is taken again.
        origin.write_text(source.name, encoding="utf-8")
    return warehouse
