"""What a family of forms is: which form each kind of fault has in a world of it.

Belongs here: the shape of a family. The families are in ``families.py``, ``screens.py``, ``offices.py``,
``departments.py``, ``programs.py``, ``copied.py``, ``gathered.py``, ``relayed.py``, ``hired.py`` and ``desks.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.faults.variants.forms import Form


@dataclass(frozen=True)
class Family:
    """Forms by kind; of some kinds also by column, which come first. `company_column` takes a company's name."""

    forms: Mapping[str, Form]
    of_columns: Mapping[tuple[str, str], Form] = field(default_factory=dict)
    company_column: str = "surname1"

    def form_of(self, column: str, kind: str) -> Form | None:
        """The form of a kind of fault in a column; none if the first one stays."""
        return self.of_columns.get((column, kind), self.forms.get(kind))
