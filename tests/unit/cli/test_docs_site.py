"""The pages made from a small manifest: definitions, marks, the lineage's gaps, and text that stays text."""

import pytest

from cli.docs_site.artifacts import complete_catalog, with_named_sources
from cli.docs_site.columns import tables
from cli.docs_site.dbt_page import PageChangedError, mended
from cli.docs_site.lineage import Coverage, Untraced, coverage
from cli.docs_site.metrics import Metric, Term, subjects
from cli.docs_site.pages import Site, render
from tests.unit.cli.manifests import MODEL, PARTY, SENT, params, small_manifest

EMPTY = {"nodes": {}, "sources": {}}
FULL = Coverage(models=1, columns=2, traced=2, untraced=(), unread=())


def pages(cover: Coverage = FULL, *, built: bool = True) -> dict[str, str]:
    manifest = small_manifest()
    return render(Site(subjects(manifest), tables(manifest, EMPTY), cover, built))


def test_metrics_stand_under_the_model_they_are_read_from_in_the_order_of_their_file() -> None:
    [subject] = subjects(small_manifest())
    assert (subject.title, subject.model, subject.model_id) == ("Contacts", "contact_outcomes", MODEL)
    assert [metric.name for metric in subject.metrics] == ["contacts_sent", "response_rate"]


def test_a_definition_holds_formula_condition_inputs_owner_and_what_it_is_not() -> None:
    [subject] = subjects(small_manifest())
    sent, rate = subject.metrics
    assert (sent.formula, sent.condition, sent.inputs) == ("count (contact_id)", "arm = 'TEST'", ())
    assert rate == Metric(
        name="response_rate",
        label="Response rate",
        kind="ratio",
        description="Numerator: answers. Unit: share.",
        is_not="It does not measure effect.",
        formula="contacts_sent / contacts_sent",
        inputs=("contacts_sent", "contacts_sent"),
        condition="",
        dimensions=(Term("channel", "Channel."),),
        owner="Measurement",
    )


def test_a_kind_of_metric_without_a_formula_is_refused() -> None:
    manifest = small_manifest()
    manifest["metrics"][SENT] |= {"type": "conversion", "type_params": params()}
    with pytest.raises(ValueError, match="conversion"):
        subjects(manifest)


def test_text_of_the_project_is_never_markup() -> None:
    made = pages()
    assert "<script>alert" not in made["metrics.html"]
    assert "Contacts &lt;script&gt;alert(1)&lt;/script&gt; sent." in made["metrics.html"]
    assert "Contacts &lt;b&gt;made&lt;/b&gt;." in made["metrics.html"]
    assert "Contacts &amp; what &lt;followed&gt;." in made["columns.html"]


def test_the_pages_name_no_other_host() -> None:
    assert [
        name for name, text in pages().items() if "http:" in text or "https:" in text or "//" in text
    ] == []


def test_the_start_page_tells_a_fresh_clone_to_run_a_night() -> None:
    assert "No night has run yet" in pages(built=False)["index.html"]
    assert "No night has run yet" not in pages(built=True)["index.html"]


def test_the_start_page_lists_what_the_lineage_does_not_show() -> None:
    gaps = Coverage(
        models=2, columns=5, traced=3, untraced=(Untraced("a", "model.shop.a", ("x", "y")),), unread=("b",)
    )
    page = pages(gaps)["index.html"]
    assert "x, y" in page
    assert "lineage: b." in page


def test_the_dictionary_marks_personal_data_and_names_owners() -> None:
    made = {table.name: table for table in tables(small_manifest(), EMPTY)}
    assert [(column.name, column.personal) for column in made["contact_outcomes"].columns] == [
        ("contact_id", ""),
        ("email", "contact"),
    ]
    assert made["contact_outcomes"].owner == "Measurement"
    assert made["party"].route == f"source/{PARTY}"


def test_the_dictionary_prefers_the_columns_of_the_database() -> None:
    shown = {
        "EMAIL": {"name": "EMAIL", "type": "VARCHAR", "index": 2},
        "N": {"name": "N", "type": "INT", "index": 1},
    }
    catalog = {"nodes": {MODEL: {"columns": shown}}, "sources": {}}
    [model] = [table for table in tables(small_manifest(), catalog) if table.name == "contact_outcomes"]
    assert [(column.name, column.type, column.personal) for column in model.columns] == [
        ("N", "int", ""),
        ("EMAIL", "varchar", "contact"),
    ]


def test_a_catalog_is_completed_by_what_is_described_and_keeps_what_was_found() -> None:
    found = {"columns": {"contact_id": {"name": "contact_id", "type": "UUID", "index": 1}}}
    whole = complete_catalog({"nodes": {MODEL: found}, "sources": {}}, small_manifest())
    assert whole["nodes"] == {MODEL: found}
    assert list(whole["sources"][PARTY]["columns"]) == ["party_id"]


def test_landed_files_are_named_as_tables_and_the_manifest_given_stays_as_it_was() -> None:
    manifest = small_manifest()
    named = with_named_sources(manifest)
    assert named["nodes"][MODEL]["compiled_code"] == 'select party_id as contact_id from "shop"."raw"."party"'
    assert named["sources"][PARTY]["relation_name"] == '"shop"."raw"."party"'
    assert named["nodes"]["seed.shop.channels"]["original_file_path"] == "seeds/channels.csv"
    assert manifest == small_manifest()


def test_coverage_counts_columns_of_models_that_lead_back_to_another() -> None:
    report = {
        "nodes": {
            "model.shop.a": {"nodeType": "model", "name": "a", "columns": {"x": {}, "y": {}}},
            "source.shop.raw.s": {"nodeType": "source", "name": "s", "columns": {"x": {}}},
        },
        "lineage": {"edges": [{"target": "model.shop.a", "targetColumn": "x"}]},
    }
    assert coverage(report, [{"node_id": "model.shop.b"}]) == Coverage(
        models=1, columns=2, traced=1, untraced=(Untraced("a", "model.shop.a", ("y",)),), unread=("b",)
    )


def test_a_page_of_dbt_that_changed_is_refused() -> None:
    with pytest.raises(PageChangedError, match="getIcon"):
        mended("<html></html>")
