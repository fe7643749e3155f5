"""Each rule finds what it is for: a small project that keeps every rule, broken in one place at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.rules import Columns, Manifest, Node, documentation, flow, literals, names, personal


def column(description: str = "Text.", **meta: str) -> Node:
    return {"description": description, "config": {"meta": meta}}


def model(name: str, schema: str, *reads: str, folder: str = "", **more: Any) -> tuple[str, Node]:
    path = "/".join(part for part in (schema, folder) if part)
    entry = {
        "unique_id": f"model.periplo.{name}", "resource_type": "model", "name": name, "alias": name,
        "schema": schema, "fqn": ["periplo", *path.split("/"), name], "access": "protected", "group": "sales",
        "original_file_path": f"models/{path}/{name}.sql", "patch_path": f"periplo://models/{path}/_all.yml",
        "description": "A thing. One row per thing.", "columns": {}, "raw_code": "select 1 as one",
        "depends_on": {"nodes": list(reads), "macros": []}, "config": {"contract": {"enforced": False}},
    }  # fmt: skip
    return f"model.periplo.{name}", entry | more


def macro(name: str, path: str, sql: str = "") -> tuple[str, Node]:
    entry = {
        "name": name, "package_name": "periplo", "original_file_path": f"../macros/{path}",
        "macro_sql": sql or f"macro {name}", "depends_on": {"macros": []},
    }  # fmt: skip
    return f"macro.periplo.{name}", entry


def check_of(name: str, kind: str, **config: Any) -> tuple[str, Node]:
    entry = {
        "unique_id": f"test.periplo.{kind}_{name}", "resource_type": "test", "name": f"{kind}_{name}", "raw_code": "",
        "columns": {}, "schema": "tests", "test_metadata": {"name": kind, "kwargs": {}}, "column_name": "id",
        "attached_node": f"model.periplo.{name}", "depends_on": {"nodes": [], "macros": []},
        "config": {"severity": "ERROR", "where": None, "enabled": True} | config,
    }  # fmt: skip
    return entry["unique_id"], entry


@pytest.fixture
def kept() -> Manifest:
    """A project in which every rule is kept."""
    lead = "source.periplo.raw.lead"
    raw_macro = "macro.periplo.raw_as_of"
    nodes = dict(
        [
            model("stg_lead", "staging", lead, depends_on={"nodes": [lead], "macros": [raw_macro]}),
            model("int_leads", "intermediate", "model.periplo.stg_lead", columns={"tax_id": column(pii="tax_id")}),
            model("customer_360", "marts", "model.periplo.int_leads", access="public",
                  config={"contract": {"enforced": True}}, columns={"tax_id": column(pii="tax_id")}),
            model("excl_minor", "contact_plan", "model.periplo.customer_360", folder="exclusions"),
            model("candidate_exclusions", "contact_plan", "model.periplo.excl_minor"),
            model("contact_export", "activation", "model.periplo.candidate_exclusions"),
            *(check_of(name, kind)
              for name in ("stg_lead", "int_leads", "customer_360", "candidate_exclusions", "contact_export")
              for kind in ("unique", "not_null")),
        ]
    )  # fmt: skip
    nodes["test.periplo.assert_x"] = {
        "unique_id": "test.periplo.assert_x", "resource_type": "test", "name": "assert_x", "schema": "tests",
        "raw_code": "-- A row is a lost lead.\nselect 1", "depends_on": {"nodes": [], "macros": []}, "columns": {},
    }  # fmt: skip
    nodes["seed.periplo.plans"] = {
        "unique_id": "seed.periplo.plans", "resource_type": "seed", "name": "plans", "alias": "plans",
        "schema": "seeds", "original_file_path": "../seeds/plans.csv", "description": "Plans.",
        "columns": {"plan_code": column()}, "depends_on": {"nodes": [], "macros": []},
    }  # fmt: skip
    return {
        "nodes": nodes,
        "sources": {
            lead: {"source_name": "raw", "name": "lead", "schema": "raw", "resource_type": "source",
                   "description": "Leads.", "columns": {"tax_id": column(pii="tax_id")}},
        },
        "macros": dict([macro("raw_as_of", "staging/raw_as_of.sql", "source('raw', t)"), macro("adult", "days.sql")]),
        "exposures": {"files": {"name": "files", "owner": {"name": "A", "email": "a@example.com"},
                                "description": "Files.", "depends_on": {"nodes": ["model.periplo.customer_360"]}}},
        "groups": {"sales": {"name": "sales"}},
        "unit_tests": {},
    }  # fmt: skip


COLUMNS: Columns = {
    "staging.stg_lead": {}, "intermediate.int_leads": {"tax_id": "VARCHAR"},
    "marts.customer_360": {"tax_id": "VARCHAR"},
    "contact_plan.excl_minor": {"reach": "VARCHAR"},
    "contact_plan.candidate_exclusions": {}, "activation.contact_export": {},
    "seeds.plans": {"plan_code": "VARCHAR"}, "raw.lead": {"tax_id": "VARCHAR"},
}  # fmt: skip

Rule = Callable[[Manifest], list[str]]


def entries(manifest: Manifest) -> list[Node]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] in {"model", "seed"}]


def misses(manifest: Manifest) -> list[str]:
    return documentation.columns_that_yaml_misses(entries(manifest), COLUMNS)


def invents(manifest: Manifest) -> list[str]:
    return documentation.columns_that_only_yaml_has(entries(manifest), COLUMNS)


def renamed(manifest: Manifest) -> list[str]:
    return personal.personal_columns_renamed(manifest, COLUMNS)


def undocumented(manifest: Manifest) -> list[str]:
    return personal.personal_columns_undocumented(manifest, COLUMNS)


# The rule, the place in the project (who, then keys), what is put there, and what the rule says among other things.
BROKEN: list[tuple[Rule, str, Any, str]] = [
    (flow.models_outside_a_layer, "int_leads schema", "marts", "int_leads"),
    (flow.backward_edges, "stg_lead depends_on nodes",
     ["model.periplo.customer_360"], "stg_lead (staging) reads customer_360 (marts)"),
    (flow.source_readers_out_of_place, "int_leads depends_on nodes",
     ["source.periplo.raw.lead"], "int_leads (intermediate) reads raw.lead"),
    (flow.sources_without_readers_named, "raw.lead source_name", "weather", "weather.lead"),
    (flow.raw_read_directly, "stg_lead raw_code", "from {{ source('raw', 'lead') }}", "stg_lead"),
    (flow.raw_read_directly, "stg_lead raw_code", "{% set s = 'raw' %} from {{ source(s, 'lead') }}", "stg_lead"),
    (flow.raw_read_directly, "stg_lead raw_code", "from {{ source ('raw', 'lead') }}", "stg_lead"),
    (flow.raw_read_directly, "stg_lead depends_on macros", [], "stg_lead"),
    (flow.raw_read_directly, "int_leads raw_code", "from read_parquet('raw/lead/*.parquet')", "int_leads"),
    (flow.raw_read_directly, "raw_as_of name", "another_door", "macro another_door"),
    (flow.staging_not_one_to_one, "stg_lead name", "stg_leads", "raw.lead has no stg_lead"),
    (flow.staging_not_one_to_one, "stg_lead depends_on nodes",
     ["source.periplo.raw.lead", "source.periplo.raw.party"], "stg_lead reads source.periplo.raw.party"),
    (flow.readers_of_outbound_tables, "candidate_exclusions depends_on nodes",
     ["model.periplo.contact_export"], "candidate_exclusions reads contact_export"),
    (flow.inner_steps_read_from_elsewhere, "candidate_exclusions name", "int_step", "reads int_step"),
    (flow.relations_written_out, "int_leads raw_code", "select 1\nfrom staging.stg_lead", "int_leads"),
    (flow.relations_written_out, "int_leads raw_code",
     "select 1\nfrom {{ ref('stg_lead') }} as a, staging.stg_lead as b", "int_leads"),
    (flow.asking_the_clock, "int_leads raw_code", "select now() as day", "int_leads"),
    (flow.macros_used_outside_their_room, "int_leads depends_on macros",
     ["macro.periplo.raw_as_of"], "int_leads (intermediate) calls raw_as_of"),
    (flow.unused_macros, "stg_lead depends_on macros", [], "raw_as_of"),
    (names.models_with_a_wrong_prefix, "excl_minor name", "minor", "excl_ prefix expected"),
    (names.models_with_a_wrong_prefix, "customer_360 name", "int_customers", "int_customers"),
    (names.files_not_named_as_their_table, "int_leads alias", "leads", "makes intermediate.leads"),
    (names.files_not_named_as_their_table, "int_leads patch_path", "periplo://models/x.yml", "described in"),
    (names.tests_not_named_as_sentences, "test.periplo.assert_x raw_code", "select 1", "assert_x"),
    (names.tests_not_named_as_sentences, "test.periplo.assert_x name", "check_x", "check_x"),
    (documentation.models_without_grain, "int_leads description", "Leads.", "int_leads"),
    (documentation.models_without_tested_key, "test.periplo.unique_int_leads attached_node", "", "int_leads"),
    (documentation.models_without_tested_key, "test.periplo.not_null_int_leads column_name", "other", "int_leads"),
    (documentation.models_without_tested_key, "test.periplo.unique_int_leads config severity", "warn", "int_leads"),
    (documentation.models_without_tested_key, "test.periplo.unique_int_leads config where", "1 = 0", "int_leads"),
    (documentation.models_without_tested_key, "candidate_exclusions depends_on nodes", [], "excl_minor"),
    (documentation.columns_without_description, "plans columns plan_code description", " ", "plans.plan_code"),
    (documentation.columns_without_description, "raw.lead columns tax_id description", "TODO", "lead.tax_id"),
    (documentation.relations_without_description, "raw.lead description", "", "raw.lead"),
    (misses, "int_leads columns", {}, "intermediate.int_leads.tax_id"),
    (invents, "int_leads columns gone", column(), "intermediate.int_leads.gone"),
    (documentation.exposures_without_owner, "files owner", {"name": "A"}, "files"),
    (documentation.public_models_without_contract, "int_leads access", "public", "int_leads"),
    (documentation.outside_readers_of_what_is_not_public, "customer_360 access", "protected", "files reads"),
    (documentation.models_without_owner, "int_leads group", None, "int_leads"),
    (personal.names_marked_in_several_ways, "int_leads columns tax_id", column(pii="id"), "tax_id"),
    (personal.names_marked_in_several_ways, "int_leads columns tax_id", column(), "None in intermediate.int_leads"),
    (personal.personal_names_unmarked, "int_leads columns tax_id", column(), "int_leads.tax_id"),
    (undocumented, "int_leads columns", {}, "int_leads.tax_id"),
    (renamed, "excl_minor raw_code", "select\n    leads.tax_id as reach\nfrom leads", "excl_minor.reach is tax_id"),
    (renamed, "excl_minor raw_code", "select\n    upper(trim(leads.tax_id)) as reach\nfrom leads", "reach is tax_id"),
    (renamed, "excl_minor raw_code", "select cast(tax_id as varchar) as reach from leads", "reach is tax_id"),
    (literals.numbers_decided_in_models, "int_leads raw_code", "where age_years < 18", "int_leads: 18"),
    (literals.numbers_decided_in_models, "int_leads raw_code", "where km between 0 and 700000", "int_leads: 700000"),
    (literals.numbers_decided_in_models, "int_leads raw_code", "{{ add_days(as_of_date(), -30) }}", "int_leads: 30"),
    (literals.numbers_decided_in_models, "int_leads raw_code", "{{ add_days(as_of_date(), '-30') }}", "int_leads: 30"),
    (literals.numbers_decided_in_models, "int_leads raw_code", "{% set age = 18 %}", "int_leads: 18"),
    (literals.numbers_decided_in_models, "int_leads raw_code", "select coalesce(km, 365) * 0.35", "int_leads: 0.35"),
    (literals.numbers_decided_in_models, "adult macro_sql", "age >= 67", "adult: 67"),
]  # fmt: skip


def entry_of(manifest: Manifest, who: str) -> Any:
    """The model, seed, source, macro or exposure that is called so, or the test with this whole id."""
    found = {
        unique_id if unique_id.startswith("test.") else unique_id.split(".", 2)[-1]: entry
        for holder in ("nodes", "sources", "macros", "exposures")
        for unique_id, entry in manifest[holder].items()
    }
    return found[who]


@pytest.mark.parametrize(
    ("rule", "place", "put", "said"), BROKEN, ids=[f"{rule.__name__}-{said}" for rule, _, _, said in BROKEN]
)
def test_a_broken_rule_is_found(kept: Manifest, rule: Rule, place: str, put: Any, said: str) -> None:
    assert not any(said in found for found in rule(kept))
    who, *keys, last = place.split()
    target = entry_of(kept, who)
    for key in keys:
        target = target[key]
    target[last] = put
    assert any(said in found for found in rule(kept)), rule(kept)


def test_an_exception_without_its_number_is_found(kept: Manifest) -> None:
    weekend = entry_of(kept, "int_leads")
    weekend |= {"name": "excl_call_day", "raw_code": "where extract(isodow from day) >= 6"}
    assert "excl_call_day: 6" not in literals.exceptions_that_are_gone(kept)
    weekend["raw_code"] = "where is_weekend"
    assert "excl_call_day: 6" in literals.exceptions_that_are_gone(kept)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("valid", "BOOLEAN"), ("birth", "DATE"), ("sent", "TIMESTAMP"), ("customer_id", "BIGINT"), ("is_open", "INTEGER"),
     ("order_date", "VARCHAR"), ("sent_ts", "VARCHAR")],
)  # fmt: skip
def test_a_column_named_as_another_kind_is_found(name: str, kind: str) -> None:
    assert len(names.columns_named_as_another_type({"marts.customer_360": {name: kind}})) == 1


def test_a_column_out_of_case_is_found() -> None:
    assert names.columns_out_of_case(
        {"t": {"BirthDate": "DATE", "birth__date": "DATE", "birth_date": "DATE"}}
    ) == [
        "t.BirthDate",
        "t.birth__date",
    ]


def test_a_seed_unlike_its_file_is_found(kept: Manifest, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "plans.csv").write_text("plan_code,budget\n", encoding="utf-8")
    assert documentation.seed_columns_unlike_their_file(kept, tmp_path / "project") == ["plans.budget"]


def test_a_name_of_several_meanings_may_be_personal_in_some_tables_but_of_one_kind(kept: Manifest) -> None:
    holders = [entry_of(kept, who)["columns"] for who in ("int_leads", "customer_360", "plans")]
    for holder, kind in zip(holders, [{"pii": "finance"}, {"pii": "finance"}, {}], strict=True):
        holder["status"] = column(**kind)
    assert not any("status" in found for found in personal.names_marked_in_several_ways(kept))
    holders[0]["status"] = column(pii="id")
    assert any("status" in found for found in personal.names_marked_in_several_ways(kept))


@pytest.mark.parametrize(
    "written",
    [
        "now()",
        "current_date as day",
        "(current_date)",
        "current_date::date",
        "current_timestamp ",
        "localtimestamp",
        "random()",
        "uuid()",
        "gen_random_uuid()",
        "{{ run_started_at }}",
    ],
)
def test_each_way_of_asking_the_clock_is_found(written: str) -> None:
    assert flow.CLOCK.search(f"select {written}")


@pytest.mark.parametrize("written", ["today as day", "nowhere()", "known_at", "uuid as key"])
def test_a_name_is_no_clock(written: str) -> None:
    assert not flow.CLOCK.search(f"select {written}")
