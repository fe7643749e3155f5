"""What things are called, so that a name says the layer of a model and the kind of a column."""

import re

from tests.architecture.rules import Columns, Manifest, models_of, nodes_of, relation_of

# Prefixes by layer. An int_ model is a step of its layer that nobody outside reads; excl_, elig_ and fault_ stand in a
# folder of their own; what people read has no prefix.
PREFIXES = {
    "staging": {"stg_"},
    "quarantine": {""},
    "intermediate": {"int_"},
    "marts": {""},
    "features": {""},
    "segments": {""},
    "contact_plan": {"", "int_"},
    "activation": {""},
    "measurement": {"", "int_"},
}
FOLDER_PREFIX = {"exclusions": "excl_", "eligibility": "elig_", "rules": "fault_"}
KNOWN_PREFIXES = ("stg_", "int_", "excl_", "elig_", "fault_", "fct_", "dim_", "mart_", "base_", "tmp_")

SNAKE = re.compile(r"^_?[a-z][a-z0-9]*(_[a-z0-9]+)*$")
FLAG = re.compile(
    r"^(is|has|in|was|holds|needs|respects)_"
    r"|_(allowed|reachable|flag|is_valid|was_repaired|matches|listed|unknown|first)$"
)
DATE = re.compile(r"(^|_)(date|from|to|since|start|end|day|on)(_typed)?$|^first_day$")
TIMESTAMP = re.compile(r"_(at|ts|since|time)$")
# A name of more than one kind of column, or of none, with the reason.
FLAGS_BY_ANOTHER_NAME = {
    "deceased": "the source calls it so",
    "objected": "a participle of the person",
    "sells": "what a dealer does",
    "repairs": "what a dealer does",
    "open_safety_recall": "there is one",
    "open_severe_ticket": "there is one",
}
DATES_BY_ANOTHER_NAME = {
    "loaded_at": "the clock of landing counts in days",
    "first_loaded_at": "the same clock",
    "decided_at": "decisions count in days, as the runs that know them",
    "withdrawn_at": "as they are taken, so they are withdrawn",
    "expires_at": "of a consent, as consent events are called",
    "last_ok": "the source calls it so",
    "month": "its first day",
}
# Numbers whose names look like flags or dates.
NUMBERS_BY_ANOTHER_NAME = {
    "has_n_per_arm": "people in each arm, beside needs_n_per_arm",
    "owners_to_date": "a count up to the day",
}


def models_with_a_wrong_prefix(manifest: Manifest) -> list[str]:
    wrong = []
    for model in models_of(manifest):
        folder = model["fqn"][-2]
        allowed = {FOLDER_PREFIX[folder]} if folder in FOLDER_PREFIX else PREFIXES.get(model["schema"], set())
        prefix = next((known for known in KNOWN_PREFIXES if model["name"].startswith(known)), "")
        if prefix not in allowed:
            wrong.append(
                f"{model['name']} in {folder}: {' or '.join(sorted(allowed)) or 'no'} prefix expected"
            )
    return wrong


def files_not_named_as_their_table(manifest: Manifest) -> list[str]:
    """The file, the model and the table have one name, and YAML stands beside SQL."""
    wrong = [
        f"{node['original_file_path']} makes {relation_of(node)}"
        for node in nodes_of(manifest, "model", "seed")
        if len(
            {
                node["original_file_path"].split("/")[-1].split(".")[0],
                node["name"],
                node.get("alias", node["name"]),
            }
        )
        > 1
    ]
    return wrong + [
        f"{model['name']} is described in {model['patch_path']}"
        for model in models_of(manifest)
        if (model.get("patch_path") or "").split("://")[-1].rpartition("/")[0]
        != model["original_file_path"].rpartition("/")[0]
    ]


def tests_not_named_as_sentences(manifest: Manifest) -> list[str]:
    """A singular test is called by what it asserts, and opens with what a failing row means."""
    return [
        node["name"]
        for node in nodes_of(manifest, "test")
        if not node.get("test_metadata")
        and not (node["name"].startswith("assert_") and node["raw_code"].lstrip().startswith(("--", "{#")))
    ]


def columns_out_of_case(columns: Columns) -> list[str]:
    return [f"{table}.{name}" for table, of in columns.items() for name in of if not SNAKE.match(name)]


def columns_named_as_another_type(columns: Columns) -> list[str]:
    """Flags are is_, has_ and the like, days end as days do, moments in _at or _ts, keys are text."""
    wrong = []
    for table, of in columns.items():
        # Estimators take numbers: a flag is 0 or 1 in the features.
        flags_are_numbers = table.startswith("features.")
        for name, kind in of.items():
            place = f"{table}.{name} ({kind})"
            if kind == "BOOLEAN" and not (FLAG.search(name) or name in FLAGS_BY_ANOTHER_NAME):
                wrong.append(f"{place}: a flag")
            if kind == "DATE" and not (DATE.search(name) or name in DATES_BY_ANOTHER_NAME):
                wrong.append(f"{place}: a day")
            if kind.startswith("TIMESTAMP") and not TIMESTAMP.search(name):
                wrong.append(f"{place}: a moment")
            if name.endswith(("_id", "_key")) and kind != "VARCHAR":
                wrong.append(f"{place}: keys are text")
            if name in NUMBERS_BY_ANOTHER_NAME:
                continue
            if name.startswith(("is_", "has_")) and kind != "BOOLEAN" and not flags_are_numbers:
                wrong.append(f"{place}: no flag")
            if name.endswith("_date") and kind != "DATE":
                wrong.append(f"{place}: no day")
            if (
                name.endswith(("_at", "_ts"))
                and name not in DATES_BY_ANOTHER_NAME
                and not kind.startswith("TIMESTAMP")
            ):
                wrong.append(f"{place}: no moment")
    return wrong
