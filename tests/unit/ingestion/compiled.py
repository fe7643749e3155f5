"""The SQL that dbt makes of macros, for tests that land files and ask what staging makes of them.

Only the macros and the sources are parsed: the models would cost ten seconds and answer nothing here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
PROJECT = ROOT / "dbt_project"
HOME = "/home-of-the-test"
_CUT = "-- cut here"


def compile_macros(folder: Path, calls: Sequence[str]) -> list[str]:
    """Return the SQL of each text with macro calls; raw tables are read below HOME, to be replaced."""
    (folder / "models").mkdir(parents=True)
    shutil.copy(PROJECT / "models" / "staging" / "_sources.yml", folder / "models")
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    kept = {
        name: settings[name] for name in ("name", "version", "config-version", "profile", "flags", "vars")
    }
    project = {**kept, "model-paths": ["models"], "macro-paths": [str(ROOT / "macros")]}
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(project), encoding="utf-8")
    text = f"\n{_CUT}\n".join(calls)
    finished = subprocess.run(
        [
            Path(sys.executable).parent / "dbt", "--quiet", "compile", "--inline", text,
            "--project-dir", folder, "--profiles-dir", PROJECT,
            "--target-path", folder / "target", "--log-path", folder / "logs",
            "--vars", "{as_of: '2027-01-01'}",
        ],
        check=False, capture_output=True, text=True,
        env={**os.environ, "PERIPLO_HOME": HOME, "PERIPLO_WAREHOUSE": ":memory:"},
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout.split(_CUT)
