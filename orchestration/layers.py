"""The layers of the asset graph in the order of the flow: name on screen, who answers for them, when they are due.

Belongs here: what holds for a whole layer. What holds for one table stands with it: in dbt's YAML, in its source
contract, or beside the Python box that writes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import dagster as dg

# Times of day in UTC, as all of Periplo's timestamps.
NIGHT_STARTS = "0 5 * * *"
PLAN_IS_DUE = "0 7 * * *"

# What people and the campaign platform wait for: made on the morning of the day that it plans.
_EACH_MORNING = dg.FreshnessPolicy.cron(deadline_cron=PLAN_IS_DUE, lower_bound_delta=timedelta(hours=7))
# What lies before: one night missed warns, a second one fails. Both allow for two hours of run.
_EACH_NIGHT = dg.FreshnessPolicy.time_window(warn_window=timedelta(hours=26), fail_window=timedelta(hours=50))


@dataclass(frozen=True)
class Layer:
    """A layer of the flow; ``name`` is its schema in the warehouse and the first part of its asset keys.

    ``owner`` is the dbt group that answers for what names no owner of its own.
    """

    name: str
    owner: str
    freshness: dg.FreshnessPolicy | None


LAYERS = (
    # The operational source is not ours to refresh; what did not arrive shows in raw.
    Layer("source", "data_engineering", None),
    Layer("raw", "data_engineering", _EACH_NIGHT),
    Layer("seeds", "contact_planning", _EACH_NIGHT),
    Layer("staging", "data_engineering", _EACH_NIGHT),
    Layer("quarantine", "data_engineering", _EACH_NIGHT),
    Layer("intermediate", "customer_360", _EACH_NIGHT),
    Layer("marts", "customer_360", _EACH_MORNING),
    Layer("features", "data_science", _EACH_NIGHT),
    Layer("ml", "data_science", _EACH_NIGHT),
    Layer("segments", "data_science", _EACH_MORNING),
    Layer("audiences", "contact_planning", _EACH_MORNING),
    Layer("contact_plan", "contact_planning", _EACH_MORNING),
    Layer("activation", "activation", _EACH_MORNING),
    Layer("measurement", "measurement", _EACH_MORNING),
    Layer("published", "data_engineering", _EACH_MORNING),
)
_NUMBERED = {layer.name: (number, layer) for number, layer in enumerate(LAYERS, start=1)}


class UnknownLayerError(LookupError):
    """A schema that no layer is named after; the message says where to add it."""


def layer_of(name: str) -> Layer:
    """Return the layer of a schema.

    Raises:
        UnknownLayerError: there is none.
    """
    return _found(name)[1]


def group_of(name: str) -> str:
    """Return the name of a layer's group on screen; its number keeps the list in the order of the flow.

    >>> group_of("raw")
    '02_raw'
    """
    number, layer = _found(name)
    return f"{number:02}_{layer.name}"


def owner_of(group: str, groups: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the owner that dbt declares for a group, by mail or as a team.

    ``groups`` are those of the manifest, by name.

    >>> owner_of("measurement", {"measurement": {"owner": {"email": "measurement@example.com"}}})
    'measurement@example.com'
    >>> owner_of("measurement", {})
    'team:measurement'
    """
    declared = groups.get(group, {}).get("owner", {}).get("email")
    return str(declared) if declared else f"team:{group}"


def _found(name: str) -> tuple[int, Layer]:
    if name not in _NUMBERED:
        raise UnknownLayerError(f"schema {name} is no layer: add it to LAYERS in orchestration/layers.py")
    return _NUMBERED[name]
