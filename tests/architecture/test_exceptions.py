"""An exception stands as long as something needs it; each rule for that finds what it is for."""

from typing import Any

import pytest

from tests.architecture.rules import Columns, Manifest, exceptions, flow, names, personal, refuse

pytestmark = pytest.mark.xdist_group("manifest")


def test_staged_tables_read_by_others_are_read(manifest: Manifest) -> None:
    refuse(exceptions.staging_reads_that_are_gone(manifest))


def test_sources_with_readers_named_exist(manifest: Manifest) -> None:
    refuse(exceptions.sources_with_readers_that_are_gone(manifest))


def test_names_that_only_look_personal_exist(columns: Columns) -> None:
    refuse(exceptions.harmless_names_that_are_gone(columns))


def test_names_of_several_meanings_have_several(manifest: Manifest) -> None:
    refuse(exceptions.names_of_one_meaning(manifest))


def test_columns_named_as_another_kind_exist(columns: Columns) -> None:
    refuse(exceptions.names_of_another_kind_that_are_gone(columns))


def test_prefixes_belong_to_models(manifest: Manifest) -> None:
    refuse(exceptions.prefixes_that_are_gone(manifest))


def model(name: str, schema: str, *reads: str, **more: Any) -> Manifest:
    node = {
        "resource_type": "model", "name": name, "schema": schema, "fqn": ["periplo", schema, name],
        "depends_on": {"nodes": list(reads)}, "columns": {}, **more,
    }  # fmt: skip
    source = {"source_name": "raw", "name": "lead", "schema": "raw", "columns": {}}
    return {"nodes": {f"model.periplo.{name}": node}, "sources": {"source.periplo.raw.lead": source}}


def test_a_read_that_is_gone_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "STAGING_READS", {("stg_lead", "model.periplo.stg_dealer")})
    reading = model("stg_lead", "staging", "model.periplo.stg_dealer")
    assert exceptions.staging_reads_that_are_gone(reading) == []
    assert exceptions.staging_reads_that_are_gone(model("stg_lead", "staging")) == [
        "stg_lead reads model.periplo.stg_dealer"
    ]


def test_a_source_that_is_gone_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        flow, "SOURCE_READERS", {"raw": {"staging"}, "raw.lead": {"staging"}, "ml.gone": {"marts"}}
    )
    assert exceptions.sources_with_readers_that_are_gone(model("stg_lead", "staging")) == ["ml.gone"]


def test_a_name_that_no_column_bears_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        personal, "NOT_PERSONAL", {"phone": "of a dealer", "fax": "of a dealer", "email_gone": "a flag"}
    )
    assert exceptions.harmless_names_that_are_gone(
        {"raw.dealer": {"phone": "VARCHAR", "fax": "VARCHAR"}}
    ) == ["fax", "email_gone"]


def test_a_name_of_one_meaning_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal, "SEVERAL_MEANINGS", {"status": "two", "subject": "gone"})
    described = model("a", "marts", columns={"status": {"config": {"meta": {"pii": "finance"}}}})
    assert exceptions.names_of_one_meaning(described) == ["status", "subject"]
    described["nodes"]["model.periplo.b"] = model("b", "marts", columns={"status": {}})["nodes"][
        "model.periplo.b"
    ]
    assert exceptions.names_of_one_meaning(described) == ["subject"]


@pytest.mark.parametrize(
    ("name", "needed", "not_needed"),
    [("flag objected", "BOOLEAN", "VARCHAR"), ("day month", "DATE", "INTEGER"), ("day loaded_at", "DATE", "TIMESTAMP"),
     ("number has_n_per_arm", "BIGINT", "BOOLEAN"), ("number owners_to_date", "BIGINT", "DATE")],
)  # fmt: skip
def test_a_name_of_another_kind_that_is_gone_is_found(name: str, needed: str, not_needed: str) -> None:
    column = name.split()[1]
    assert name not in exceptions.names_of_another_kind_that_are_gone({"marts.a": {column: needed}})
    assert name in exceptions.names_of_another_kind_that_are_gone({"marts.a": {column: not_needed}})
    assert name in exceptions.names_of_another_kind_that_are_gone({"raw.a": {column: needed}})


def test_a_name_that_says_its_kind_needs_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "FLAGS_BY_ANOTHER_NAME", {"is_open": "needless"})
    found = exceptions.names_of_another_kind_that_are_gone({"marts.a": {"is_open": "BOOLEAN"}})
    assert "flag is_open" in found


def test_a_prefix_without_models_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "PREFIXES", {"marts": {""}, "gone": {""}})
    monkeypatch.setattr(names, "FOLDER_PREFIX", {"exclusions": "excl_"})
    assert exceptions.prefixes_that_are_gone(model("a", "marts")) == ["folder exclusions", "layer gone"]
