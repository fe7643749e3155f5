"""A crash at any point of an extraction loses nothing and doubles nothing."""

from datetime import timedelta

import pytest

from ingestion.landing_folder import MANIFEST_NAME
from ingestion.sources.errors import SourceError
from tests.unit.ingestion.conftest import DAY
from tests.unit.ingestion.sources.conftest import FIRST, Operational, quote

pytestmark = pytest.mark.xdist_group("postgres")

STEPS = (
    "table itv",
    "table quote",
    "table survey",
    "decide",
    "carry itv__database_0001.parquet",
    "carry quote__database_0001.parquet",
    "carry _extraction_rows.parquet",
    "carry _extraction.json",
    "manifest",
    "done",
)


class Crash(BaseException):
    """Ends an extraction as a kill would: nobody catches it."""


def fill(shops: Operational) -> None:
    shops.put("quote", quote(1, "2026-06-27 10:00:00"), quote(2, "31/13/2026"), quote(2, "31/13/2026"))
    shops.put(
        "itv", {"itv_id": "I1", "vehicle_src_id": "V1", "src_system": "OPS", "updated_at": "2026-06-20"}
    )


def everything(shops: Operational) -> tuple[list[tuple[str, object]], list[tuple[str, object]]]:
    return shops.landed_keys("itv"), shops.landed_keys("quote")


def test_these_are_the_points_at_which_it_can_stop(shops: Operational) -> None:
    fill(shops)
    passed: list[str] = []
    shops.extract(FIRST, passed.append)
    assert tuple(passed) == STEPS


@pytest.mark.parametrize("landing_between", [False, True])
@pytest.mark.parametrize("stop", STEPS)
def test_the_next_run_finishes_what_was_begun(shops: Operational, stop: str, landing_between: bool) -> None:
    def crash(step: str) -> None:
        if step == stop:
            raise Crash

    fill(shops)
    with pytest.raises(Crash):
        shops.extract(FIRST, crash)
    decided = STEPS.index(stop) > STEPS.index("decide")
    if landing_between and decided:
        shops.home.land(DAY, shops.contracts)
    shops.put("quote", quote(3, "2026-06-28 10:00:00"))
    if landing_between and decided:
        shops.extract(FIRST + timedelta(days=1))
    else:
        shops.extract(FIRST)
        shops.extract(FIRST + timedelta(days=1))
    assert everything(shops) == (
        [("2026-06-27", "I1")],
        [("2026-06-27", "Q1"), ("2026-06-27", "Q2"), ("2026-06-27", "Q2"), ("2026-06-28", "Q3")],
    )
    assert not shops.home.land(contracts=shops.contracts).errors
    assert (shops.home.path / "landing" / "2026-06-27" / MANIFEST_NAME).exists()
    assert not (shops.home.path / "landing" / ".extraction").exists()


def test_what_others_put_into_the_batch_keeps_its_place_in_the_manifest(shops: Operational) -> None:
    fill(shops)
    shops.home.put("survey.csv", b"survey_id\n")
    shops.home.manifest({"survey.csv": {"rows": 0, "note": "theirs"}})
    shops.extract(FIRST)
    shops.home.put("survey.csv", b"survey_id\nS1\n")
    [error] = shops.home.land(contracts=shops.contracts).errors
    assert error.file == "survey.csv"
    assert [row[1] for row in shops.landed_keys()] == ["Q1", "Q2", "Q2"]


def test_a_manifest_that_cannot_be_read_keeps_the_batch_until_it_can(shops: Operational) -> None:
    fill(shops)
    broken = shops.home.put("_manifest.json", b"{")
    for _ in range(2):
        with pytest.raises(SourceError, match="the batch waits in"):
            shops.extract(FIRST)
    broken.unlink()
    assert shops.extract(FIRST).done_before
    assert [row[1] for row in shops.landed_keys()] == ["Q1", "Q2", "Q2"]
