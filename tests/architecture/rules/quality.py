"""Data quality: what staging judges, what is counted and what the seed of rules says are the same."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from tests.architecture.rules import Manifest, models_of

JUDGED = re.compile(r"'(\w+)' as table_name,\s*\w+ as src_key,\s*'(\w+)' as column_name")
# A contact point that is missing has no row that staging could judge.
ABSENT = {("contact_point", "EMAIL"), ("contact_point", "MOBILE")}
Cells = set[tuple[str, str]]


def judged_in_staging(manifest: Manifest) -> Cells:
    """Columns with a fault beside them, by table."""
    return {
        (model["name"].removeprefix("stg_"), name.removesuffix("_fault"))
        for model in models_of(manifest)
        if model["schema"] == "staging"
        for name in model["columns"]
        if name.endswith("_fault")
    }


def judged_in_findings(manifest: Manifest) -> Cells:
    """Columns whose faults are counted."""
    [model] = [model for model in models_of(manifest) if model["name"] == "int_value_findings"]
    return set(JUDGED.findall(model["compiled_code"]))


def judged_by_seed(rules: list[Mapping[str, str]]) -> Cells:
    """Columns of which the seed says that their value alone shows a fault."""
    return {
        (rule["table_name"], rule["column_name"])
        for rule in rules
        if rule["fault_class"] == "VALUE_VISIBLE" and rule["outcome"] != "REJECTED"
    } - ABSENT


def rules_of(seeds: Path) -> list[Mapping[str, str]]:
    with (seeds / "quality_rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judgements_that_differ(manifest: Manifest, rules: list[Mapping[str, str]]) -> list[str]:
    """Columns that staging judges and nobody counts, or that are counted and not judged, or without a rule."""
    staging, findings, seed = judged_in_staging(manifest), judged_in_findings(manifest), judged_by_seed(rules)
    return [
        *(f"{table}.{column} is judged and not counted" for table, column in sorted(staging - findings)),
        *(f"{table}.{column} is counted and has no rule" for table, column in sorted(findings - seed)),
        *(f"{table}.{column} has a rule and is not judged" for table, column in sorted(seed - findings)),
    ]


def fault_models_without_a_rule(manifest: Manifest, rules: list[Mapping[str, str]]) -> list[str]:
    """Models of one rule each of which the seed says nothing."""
    codes = {rule["rule_code"] for rule in rules}
    return [
        model["name"]
        for model in models_of(manifest)
        if model["name"].startswith("fault_") and model["name"].removeprefix("fault_").upper() not in codes
    ]
