"""Exceptions that nothing needs any more: each list of them may hold only what a rule would find without it."""

from tests.architecture.rules import Columns, Manifest, flow, models_of, names, personal


def staging_reads_that_are_gone(manifest: Manifest) -> list[str]:
    """Reads of a staged table by another that no model makes."""
    made = {
        (model["name"], parent) for model in models_of(manifest) for parent in model["depends_on"]["nodes"]
    }
    return [f"{name} reads {parent}" for name, parent in sorted(flow.STAGING_READS - made)]


def sources_with_readers_that_are_gone(manifest: Manifest) -> list[str]:
    """Sources with readers named that dbt does not know; a source need not be read to be known."""
    known = {
        name
        for source in manifest["sources"].values()
        for name in (source["source_name"], f"{source['source_name']}.{source['name']}")
    }
    return [name for name in flow.SOURCE_READERS if name not in known]


def harmless_names_that_are_gone(columns: Columns) -> list[str]:
    """Names that look personal and are not, of no column at all or not looking so."""
    borne = {name for of in columns.values() for name in of}
    return [name for name in personal.NOT_PERSONAL if name not in borne or not personal.PERSONAL.match(name)]


def names_of_one_meaning(manifest: Manifest) -> list[str]:
    """Names said to be personal in some tables only that are so in all or in none."""
    kinds = personal.kinds_by_name(manifest)
    return [name for name in personal.SEVERAL_MEANINGS if len(kinds.get(name, {})) < 2]


def names_of_another_kind_that_are_gone(columns: Columns) -> list[str]:
    """Flags, days and numbers by another name that no column of the kind bears, or whose name says the kind."""
    # Landed columns are text, named as the source names them.
    typed = [pair for table, of in columns.items() if not table.startswith("raw.") for pair in of.items()]
    flags = {name for name, kind in typed if kind == "BOOLEAN" and not names.FLAG.search(name)}
    days = {
        name
        for name, kind in typed
        if kind == "DATE" and (names.TIMESTAMP.search(name) or not names.DATE.search(name))
    }
    numbers = {name for name, kind in typed if kind != "BOOLEAN" and name.startswith(("is_", "has_"))} | {
        name for name, kind in typed if kind != "DATE" and name.endswith("_date")
    }
    return [
        *(f"flag {name}" for name in names.FLAGS_BY_ANOTHER_NAME if name not in flags),
        *(f"day {name}" for name in names.DATES_BY_ANOTHER_NAME if name not in days),
        *(f"number {name}" for name in names.NUMBERS_BY_ANOTHER_NAME if name not in numbers),
    ]


def prefixes_that_are_gone(manifest: Manifest) -> list[str]:
    """Layers and folders with a prefix of their own in which no model stands."""
    models = models_of(manifest)
    folders, layers = {model["fqn"][-2] for model in models}, {model["schema"] for model in models}
    return [
        *(f"folder {name}" for name in names.FOLDER_PREFIX if name not in folders),
        *(f"layer {name}" for name in names.PREFIXES if name not in layers),
    ]
