"""A description of an entity is checked when it is read, and refused with file, place and reason."""

import re
from pathlib import Path

import pytest
import yaml

from ml.identity.entities import FOLDER, EntityError, read_entity


def changed(tmp_path: Path, change) -> Path:
    described = yaml.safe_load((FOLDER / "person.yml").read_text(encoding="utf-8"))
    change(described)
    path = tmp_path / "person.yml"
    path.write_text(yaml.safe_dump(described, sort_keys=False), encoding="utf-8")
    return path


def attribute(described, name: str):
    return next(one for one in described["attributes"] if one["name"] == name)


@pytest.mark.parametrize("name", ["person", "company"])
def test_of_each_attribute_the_chances_of_the_levels_sum_to_one(name):
    for one in read_entity(FOLDER / f"{name}.yml").attributes:
        for chance in ("m", "u"):
            assert sum(getattr(level, chance) for level in one.levels) == pytest.approx(1), (
                f"{one.name} {chance}"
            )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(colour="red"), "person.yml: colour: Extra inputs are not permitted"),
        (lambda d: d.update(link_from=0.05), "review_from is above link_from"),
        (lambda d: d["attributes"].append(d["attributes"][0]), "attribute given_names is repeated"),
        (lambda d: attribute(d, "birth")["levels"].pop(), "attribute birth: the last level"),
        (
            lambda d: attribute(d, "birth")["levels"][1].pop("at_most"),
            "level ONE_EDIT: at_most belongs to the test",
        ),
        (
            lambda d: attribute(d, "birth")["levels"][0].update(at_least=0.9),
            "level SAME: at_least belongs to the test",
        ),
        (
            lambda d: attribute(d, "birth")["levels"][0].update(m=1.0),
            "attributes.2.levels.0.m: Input should be less",
        ),
        (
            lambda d: attribute(d, "birth")["levels"][1].update(m=0.9),
            "birth: ONE_EDIT speaks more for one subject than SAME",
        ),
        (
            lambda d: attribute(d, "email").update(columns=["email"]),
            "attribute email: values come from columns or",
        ),
        (
            lambda d: d["reviewed"][0]["when"].update(surnames=["SOMEHOW"]),
            "rule FAMILY: surnames has no level SOMEHOW",
        ),
        (
            lambda d: d["conflicts"][0]["when"].update(email=["OTHER"]),
            "rule TWO_BIRTHS: email is told by a pair",
        ),
    ],
)
def test_a_description_that_does_not_hold_together_is_refused(tmp_path, change, message):
    with pytest.raises(EntityError, match=re.escape(message)):
        read_entity(changed(tmp_path, change))


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    path = tmp_path / "dog.yml"
    path.write_text("a: [1", encoding="utf-8")
    with pytest.raises(EntityError, match=re.escape("dog.yml: no YAML")):
        read_entity(path)
