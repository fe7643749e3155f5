"""How a dbt resource looks in the asset graph, one attribute a method."""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject

from orchestration.check_descriptions import description_of
from orchestration.column_lineage import Parents, table_lineage
from orchestration.layers import group_of, layer_of, owner_of
from orchestration.table_metadata import (
    COLUMN_LINEAGE,
    COLUMN_SCHEMA,
    described_columns,
    holds_personal_data,
    meta_of,
)

_KINDS = {
    "model": {"dbt", "sql", "duckdb"},
    "seed": {"dbt", "csv", "duckdb"},
    "source": {"duckdb"},
}


class PeriploTranslator(DagsterDbtTranslator):
    """Keys are layer and name, groups are layers, owners are those of dbt's groups, tests are checks."""

    def __init__(self, lineage: Mapping[str, Parents] | None = None) -> None:
        """Show dbt tests, those of sources too, as asset checks; ``lineage`` is that of each table's columns."""
        super().__init__(
            DagsterDbtTranslatorSettings(enable_asset_checks=True, enable_source_tests_as_checks=True)
        )
        self._lineage = lineage or {}
        self._finished: dict[tuple[int, str], dg.AssetSpec] = {}

    def get_resource_props(self, manifest: Mapping[str, Any], unique_id: str) -> Mapping[str, Any]:
        """A seed or a source is in no group of dbt: that of its layer answers for it."""
        props = super().get_resource_props(manifest, unique_id)
        if props.get("group") or props["resource_type"] not in _KINDS:
            return props
        return {**props, "group": layer_of(props["schema"]).owner}

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """Add what dagster-dbt has no method for; it asks for each asset many times."""
        known = (id(manifest), unique_id)
        if known not in self._finished:
            props = self.get_resource_props(manifest, unique_id)
            self._finished[known] = (
                super()
                .get_asset_spec(manifest, unique_id, project)
                .replace_attributes(
                    kinds=self.get_kinds(props), freshness_policy=self.get_freshness_policy(props)
                )
            )
        return self._finished[known]

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """A test of severity error blocks what is downstream, one of severity warn is only shown."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        if spec is None:
            return None
        return spec._replace(
            description=self.get_check_description(self.get_resource_props(manifest, unique_id))
        )

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Sources keep the key of the asset that writes them; the rest is schema and name."""
        declared = (meta_of(dbt_resource_props).get("dagster") or {}).get("asset_key")
        if declared:
            return dg.AssetKey(declared)
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer, which is the schema."""
        return group_of(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The description in YAML; the SQL is in the dbt docs."""
        return str(dbt_resource_props.get("description") or "").strip()

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        """The owner of the dbt group; dagster-dbt puts the group that dbt declares in the place of its name."""
        group = dbt_resource_props["group"]
        if isinstance(group, Mapping):
            return [owner_of(group["name"], {group["name"]: group})]
        return [owner_of(group, {})]

    def get_tags(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, str]:
        """dbt's own tags, the folder that a model stands in, and whether a column holds personal data."""
        tags = dict(super().get_tags(dbt_resource_props))
        folders = dbt_resource_props["fqn"][2:-1]
        if dbt_resource_props["resource_type"] == "model" and folders:
            tags["subject"] = folders[0]
        if holds_personal_data(described_columns(dbt_resource_props)):
            tags["pii"] = "true"
        return tags

    def get_kinds(self, dbt_resource_props: Mapping[str, Any]) -> set[str]:
        """What makes the table and where it stands."""
        return _KINDS[dbt_resource_props["resource_type"]]

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        """The table's name, its columns with their meaning, and where they come from."""
        metadata = dict(super().get_metadata(dbt_resource_props))
        metadata[COLUMN_SCHEMA] = described_columns(dbt_resource_props)
        lineage = self._lineage.get(f"{dbt_resource_props['schema']}.{dbt_resource_props['name']}")
        if lineage:
            metadata[COLUMN_LINEAGE] = table_lineage(lineage)
        return metadata

    def get_freshness_policy(self, dbt_resource_props: Mapping[str, Any]) -> dg.FreshnessPolicy | None:
        """When the layer is due."""
        return layer_of(dbt_resource_props["schema"]).freshness

    def get_check_description(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """A sentence that says what the test asserts."""
        return description_of(dbt_resource_props)
