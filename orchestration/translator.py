"""How a dbt resource looks in the asset graph, one attribute a method."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings


class PeriploTranslator(DagsterDbtTranslator):
    """Keys are layer and name; groups are layers."""

    def __init__(self) -> None:
        """Show dbt tests, those of sources too, as asset checks."""
        super().__init__(
            DagsterDbtTranslatorSettings(enable_asset_checks=True, enable_source_tests_as_checks=True)
        )

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Sources keep the key of the asset that writes them; the rest is schema and name."""
        meta = (dbt_resource_props.get("config") or {}).get("meta") or dbt_resource_props.get("meta") or {}
        declared = (meta.get("dagster") or {}).get("asset_key")
        if declared:
            return dg.AssetKey(declared)
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer, which is the schema."""
        return str(dbt_resource_props["schema"])
