"""The one file of figures: each has a source, and what is measured a tolerance with its reason."""

from simulator.parameters import every, figure, tolerance, uplift_effect


def test_every_figure_has_a_source() -> None:
    assert {
        name for name, entry in every().items() if entry.get("source") not in {"3", "5", "6", "assumed"}
    } == set()


def test_a_tolerance_comes_with_its_reason() -> None:
    assert {name for name, entry in every().items() if ("tolerance" in entry) != ("why" in entry)} == set()


def test_published_figures_have_a_tolerance_unless_they_only_build_the_world() -> None:
    building = {"household_size"}
    published = {name for name, entry in every().items() if entry["source"] in {"3", "6"}}
    assert {name for name in published if "tolerance" not in every()[name]} == building


def test_parts_of_a_figure_may_have_tolerances_of_their_own() -> None:
    assert tolerance("name_share", "GARCIA") < tolerance("name_share", "MARIA_AMONG_WOMEN")
    assert tolerance("visit_share", "2") == tolerance("visit_share")


def test_what_a_contact_does_not_move_stays() -> None:
    assert uplift_effect("ENGAGEMENT", "PERSUADABLE") == 0.0
    assert uplift_effect("RENEWAL", "SURE_THING") == 0.0
    assert uplift_effect("RENEWAL", "SLEEPING_DOG") == figure("sleeping_dog_effect")
