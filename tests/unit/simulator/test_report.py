"""The report: figures are measured on the landed world, and one outside its tolerance is told."""

import errno
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import main, truth
from simulator.parameters import every, figure
from simulator.report.business import answers
from simulator.report.cars import reminders
from simulator.report.measure import Made, Measure, median_time
from simulator.report.show import measures
from simulator.tables.lead import answer_minutes
from simulator.world import make_world

# One worker: the world is made once.
pytestmark = pytest.mark.xdist_group("report")

# As large as chance needs to leave the figures alone: 2,000 orders, 6,000 leads, 450 of them won.
SCALE = 0.5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    make_world(folder, seed=7, scale=SCALE)
    return folder


def test_a_figure_fits_up_to_its_tolerance() -> None:
    assert Measure("share", 0.5, 0.53, 0.04).fits
    assert not Measure("share", 0.5, 0.55, 0.04).fits
    assert not Measure("share", 0.5, float("nan"), 0.04).fits


def test_a_duration_that_has_not_ended_counts_as_long_as_it_lasted() -> None:
    years = pd.Series([1.0, 2.0, 3.0, 9.0])
    assert median_time(years, pd.Series([True, True, True, True])) == 2.0
    assert median_time(years, pd.Series([False, True, True, False])) == 3.0


def test_every_figure_of_the_world_is_within_its_tolerance(home: Path) -> None:
    found = measures(home)
    assert [row for row in found if not row.fits and not row.ceiling] == []
    assert {row.name.split()[0] for row in found if row.ceiling} == {
        "market_visits",
        "owners_per_car",
        "party_records_per_scale",
        "warranty",
    }


def test_the_report_shows_every_figure_that_has_a_tolerance(home: Path) -> None:
    shown = {row.name.split()[0] for row in measures(home)}
    wanted = {name for name, entry in every().items() if "tolerance" in entry} - {"faults"}
    assert wanted <= shown
    faults = {row.name.split()[1].rstrip(",") for row in measures(home) if row.name.startswith("fault ")}
    # Demo cars on the dealer are made by the fleet and shown as demo_share.
    assert faults == set(every()["faults"]["value"]) - {"dealer_demo"}


def test_a_world_outside_its_figures_fails(home: Path) -> None:
    types = truth.read(home, "uplift")
    try:
        truth.write(home, "uplift", types.assign(uplift_type="LOST"))
        found = CliRunner().invoke(main.app, ["report", "--home", str(home)])
    finally:
        truth.write(home, "uplift", types)
    assert found.exit_code == 1
    assert "outside" in found.output


@pytest.mark.parametrize("converts", [0.63, 0.50])
def test_a_slow_answer_that_converts_otherwise_is_seen_in_forty_thousand_leads(
    converts: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    won = np.arange(40_000) < 40_000 * figure("leads_to_order")
    with monkeypatch.context() as other:
        other.setitem(figure("lead_answer_ratio"), 480, converts)
        minutes = answer_minutes(np.random.default_rng(5), won.astype(np.int64))
    fits = {row.name: row.fits for row in answers(pd.Series(minutes), won)}
    assert fits["lead_answer_ratio within 480 min"] == (converts == figure("lead_answer_ratio")[480])
    assert fits["lead_answer_ratio within 999999 min"]


def test_reminders_that_bring_fewer_than_they_should_are_seen(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Made(home)
    assert all(row.fits for row in reminders(made))
    contact = made.landed("contact")
    fewer = contact.drop(contact.index[contact["wave_code"] == "IW_SERVICE_46"][::2])
    tables = {"contact": fewer, "response": made.landed("response")}
    monkeypatch.setattr(made, "landed", tables.__getitem__)
    assert not {row.name: row.fits for row in reminders(made)}["service_reminder 46"]


def test_a_home_without_a_world_is_told(tmp_path: Path) -> None:
    found = CliRunner().invoke(main.app, ["report", "--home", str(tmp_path)])
    assert found.exit_code == 2
    assert "run `simulator world` first" in " ".join(found.output.split())


def on_a_full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_day_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "simulate_day", on_a_full_disk)
    said = CliRunner().invoke(main.app, ["next-day", "--day", "2026-06-28", "--home", str(tmp_path)])
    assert said.exit_code == 2
    assert "the day cannot be written" in said.output
    assert isinstance(said.exception, SystemExit)


@pytest.mark.parametrize("command", ["world", "next-day", "judge", "report"])
def test_every_command_has_a_help(command: str) -> None:
    found = CliRunner().invoke(main.app, [command, "--help"])
    assert found.exit_code == 0
    assert "--home" in found.output


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--scale", "-1", "no scale"),
        ("--scale", "0", "no scale"),
        ("--scale", "nan", "no scale"),
        ("--seed", "-3", "Invalid value"),
        ("--seed", "7", "cannot be written"),
    ],
)
def test_a_world_that_cannot_be_is_refused_in_words(
    option: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "make_world", on_a_full_disk)
    said = CliRunner().invoke(main.app, ["world", option, value])
    assert said.exit_code == 2
    assert told in said.output
    assert isinstance(said.exception, SystemExit)
