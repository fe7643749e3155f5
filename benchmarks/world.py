"""The worlds that are measured and the models that score them, made once and kept.

A world is one run of the simulator, a brand with as many cars as give the customers asked for: one seed, one country,
people, cars and histories in the demo's proportions. What does not grow is the map: 12 dealers and 210 postal codes
carry a million customers as they carry the demo's 31 thousand, so the workshops of a large world are far larger than
real ones, and a postal code holds more people of one name.

The models are trained once, on a world of ``TRAINING_CUSTOMERS`` unless told otherwise, and score every world: how
long a night takes does not depend on how good they are, and training is not a part of it.

What is kept carries a digest of the code that made it and is made again when that code changes.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.meter import Cost
from orchestration.settings import ROOT

# A line through what customer_360 held after nights of scales 0.0577 and 1: 1,903 and 31,528.
CUSTOMERS_PER_SCALE = 31_450
CUSTOMERS_AT_ANY_SCALE = 80
TRAINING_CUSTOMERS = 20_000
# A benchmark signs and keys nothing but invented people; the same keys let a landed world be used again.
KEYS = {
    "PERIPLO_SUPPRESSION_SECRET": "benchmark-suppression-key-of-invented-people",
    "PERIPLO_MODEL_SECRET": "benchmark-model-key-of-invented-people",
}
_WORLD_CODE = ("simulator", "ingestion")
_MODEL_CODE = (*_WORLD_CODE, "ml", "dbt_project", "macros", "seeds")
_MARKER = "made.json"


@dataclass(frozen=True)
class World:
    """A landed world: its folder and what simulating and landing it cost when it was made."""

    home: Path
    simulator: Cost
    landing: Cost


def scale_of(customers: int) -> float:
    """Return the simulator's scale for a world of so many customers.

    >>> scale_of(31_530)
    1.0
    """
    return round((customers - CUSTOMERS_AT_ANY_SCALE) / CUSTOMERS_PER_SCALE, 4)


def code_digest(packages: Iterable[str], root: Path = ROOT) -> str:
    """Return a digest of the names and contents of the files that git would keep of these folders."""
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and not {"__pycache__", "target", "logs"} & set(path.parts):
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root)} {content}\n".encode())
    return digest.hexdigest()[:16]


def world_of(folder: Path, customers: int, seed: int, say: Callable[[str], None]) -> World:
    """Return the world of so many customers under ``folder``, made and landed now unless it is there already."""
    home = folder / f"world-{customers}-seed-{seed}"
    wanted = {"customers": customers, "seed": seed, "code": code_digest(_WORLD_CODE)}
    made = _made(home, wanted)
    if made is None:
        say(f"making the world of {customers:,} customers in {home}")
        shutil.rmtree(home, ignore_errors=True)
        arguments = ["--home", str(home), "--seed", str(seed), "--scale", str(scale_of(customers))]
        simulator = measured_process([sys.executable, "-m", "simulator.main", "world", *arguments])
        made = {"simulator": asdict(simulator), "landing": asdict(_land(home))}
        _write(home / _MARKER, {**wanted, **made})
    else:
        say(f"world: the one in {home}, used again")
    return World(home, Cost(**made["simulator"]), Cost(**made["landing"]))


def models_of(folder: Path, customers: int, seed: int, say: Callable[[str], None]) -> Path:
    """Return the folder of models trained on a world of so many customers, trained now unless they are there."""
    models = folder / f"models-{customers}-seed-{seed}"
    wanted = {"customers": customers, "seed": seed, "code": code_digest(_MODEL_CODE)}
    if _made(models, wanted) is not None:
        say(f"models: those in {models}, used again")
        return models
    world = world_of(folder, customers, seed, say)
    say(f"training the models on the world of {customers:,} customers in {models}")
    shutil.rmtree(models, ignore_errors=True)
    models.mkdir(parents=True)
    (models / "raw").symlink_to(world.home / "raw")
    run_module("benchmarks.night", models, "--training", "--result", str(models / "training.json"))
    shutil.rmtree(models / "warehouse")
    _write(models / _MARKER, wanted)
    return models


def run_module(module: str, home: Path, *arguments: str) -> None:
    """Run a module of the benchmark in a process of its own, with ``home`` as everything's root.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is on the screen.
    """
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        check=True, cwd=ROOT, env=_environment(home), stdout=sys.stderr,
    )  # fmt: skip


def measured_process(command: list[str]) -> Cost:
    """Run a command to its end and return what it cost.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    started = time.perf_counter()
    # What it says is progress; the figures alone are the output.
    process = subprocess.Popen(command, cwd=ROOT, stdout=sys.stderr)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    bytes_a_unit = 1 if sys.platform == "darwin" else 1024
    return Cost(
        time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * bytes_a_unit / 1e9
    )


def _land(home: Path) -> Cost:
    """Land a world in a process of its own, whose cost has that of the confined reader in it."""
    return measured_process(
        [sys.executable, "-m", "benchmarks.landing", "--work", "land", "--home", str(home)]
    )


def _environment(home: Path) -> dict[str, str]:
    places = {
        "PERIPLO_HOME": str(home),
        "PERIPLO_WAREHOUSE": str(home / "warehouse" / "periplo.duckdb"),
        "PERIPLO_DAGSTER_STORAGE": str(home / "dagster"),
        "DO_NOT_TRACK": "1",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    return {**os.environ, **places, **KEYS}


def _made(home: Path, wanted: dict[str, object]) -> dict[str, dict[str, float]] | None:
    marker = home / _MARKER
    if not marker.exists():
        return None
    made = json.loads(marker.read_text(encoding="utf-8"))
    if any(made[name] != value for name, value in wanted.items()):
        return None
    return {name: value for name, value in made.items() if name not in wanted}


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
