"""Reads ``parameters.yml``: the figures of the demo world, each with its source.

Belongs here: loading and look-up only. A figure is never written in a module that uses it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("parameters.yml")


@cache
def _all() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def figure(name: str) -> Any:
    """Value of a figure; KeyError when parameters.yml has none of that name."""
    return _all()[name]["value"]


def tolerance(name: str) -> float:
    """Absolute tolerance that tests allow around the figure."""
    return float(_all()[name]["tolerance"])


def uplift_effect(plan: str, uplift_type: str) -> float:
    """Change of the conversion probability of one due event of a plan for a person of this type.

    Persuadables carry the whole average, so their effect is (average - share of dogs * dog effect) / share.
    `plan` may also be LAPSED, the part of AFTERSALES_OUT_OF_WARRANTY that has not come for 15 months.
    """
    average = float(figure("uplift_average")[plan])
    if average == 0.0 or uplift_type == "NONE":
        return 0.0
    mix, dog = figure("uplift_mix"), float(figure("sleeping_dog_effect"))
    if uplift_type == "SLEEPING_DOG":
        return dog
    if uplift_type == "PERSUADABLE":
        return float((average - mix["SLEEPING_DOG"] * dog) / mix["PERSUADABLE"])
    return 0.0
