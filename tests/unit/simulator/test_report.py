"""The report: figures are measured on the landed world, and one outside its tolerance is told."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.main import app
from simulator.report.measure import Measure


def test_a_figure_fits_up_to_its_tolerance() -> None:
    assert Measure("share", 0.5, 0.53, 0.04).fits
    assert not Measure("share", 0.5, 0.55, 0.04).fits


def test_a_home_without_a_world_is_told(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["report", "--home", str(tmp_path)])
    assert found.exit_code == 2
    assert "run `simulator world` first" in " ".join(found.output.split())


@pytest.mark.parametrize("command", ["world", "next-day", "judge", "report"])
def test_every_command_has_a_help(command: str) -> None:
    found = CliRunner().invoke(app, [command, "--help"])
    assert found.exit_code == 0
    assert "--home" in found.output
