"""What is kept is used again only while the code that made it is the same."""

import sys
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from benchmarks import world
from benchmarks.meter import Cost


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scales that the simulator was asked for; neither it nor landing is run."""
    scales: list[str] = []

    def simulate(command: list[str]) -> Cost:
        if "--scale" in command:
            Path(command[command.index("--home") + 1]).mkdir(parents=True)
            scales.append(command[command.index("--scale") + 1])
        return Cost(1.0, 2.0, 3.0)

    monkeypatch.setattr(world, "measured_process", simulate)
    return scales


def make(folder: Path, customers: int) -> world.World:
    return world.world_of(folder, customers, seed=7, say=lambda text: None)


def test_a_world_is_made_once(tmp_path: Path, simulated: list[str]) -> None:
    made = make(tmp_path, 62_980)
    assert simulated == ["2.0"]
    assert make(tmp_path, 62_980) == made
    assert simulated == ["2.0"]
    assert make(tmp_path, 31_530).home != made.home
    assert simulated == ["2.0", "1.0"]


def test_a_world_made_by_other_code_is_made_again(
    tmp_path: Path, simulated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make(tmp_path, 1000).home
    (home / "left").touch()
    monkeypatch.setattr(world, "code_digest", lambda packages: "edited")
    make(tmp_path, 1000)
    assert len(simulated) == 2
    assert not (home / "left").exists()


def test_the_digest_follows_content_and_not_caches(tmp_path: Path) -> None:
    (tmp_path / "simulator" / "__pycache__").mkdir(parents=True)
    (tmp_path / "simulator" / "world.py").write_text("one = 1\n")
    before = world.code_digest(["simulator"], tmp_path)
    (tmp_path / "simulator" / "__pycache__" / "world.pyc").write_bytes(b"compiled")
    assert world.code_digest(["simulator"], tmp_path) == before
    (tmp_path / "simulator" / "world.py").write_text("one = 2\n")
    assert world.code_digest(["simulator"], tmp_path) != before


def test_a_process_that_fails_is_not_a_measurement() -> None:
    with pytest.raises(CalledProcessError):
        world.measured_process([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_process_is_charged_for_its_own_cpu_and_memory() -> None:
    cost = world.measured_process([sys.executable, "-c", "print(len(bytearray(b'x' * 200_000_000)))"])
    assert cost.cpu_s > 0
    assert cost.peak_gb > 0.19
