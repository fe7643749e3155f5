"""Cells as a family of forms writes them, for tests of what each form may become."""

import numpy as np
import pytest

from simulator.faults.variants.families import FAMILIES
from simulator.faults.variants.forms import Cells
from simulator.faults.variants.rewrite import written

COUNT = 600
# What is typical may be what others write, too; any other family has forms of its own.
TYPICAL = frozenset({"workbook", "reception"})
every_family = pytest.mark.parametrize("variant", sorted(FAMILIES))


def others_of(variant: str) -> set[str]:
    """The families whose forms are none of this family's."""
    return set(FAMILIES) - TYPICAL - {variant}


def landed(variant: str, column: str, kind: str, true: list[str], first: list[str]) -> list[str]:
    """What a family makes of true values; the first form where it has none of its own."""
    form = FAMILIES[variant].form_of(column, kind)
    return first if form is None else written(form, Cells(true, first, np.random.default_rng(5)))
