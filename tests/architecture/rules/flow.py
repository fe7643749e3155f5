"""Law 12 in dbt: the flow goes one way, raw has one door, and nothing asks the clock."""

import re
from collections.abc import Iterator

from tests.architecture.rules import LAYERS, Manifest, Node, models_of, without_comments

# Who may read a source. What Python writes comes back where the flow has arrived when it is written.
SOURCE_READERS = {
    "raw": {"staging", "quarantine"},
    "ml.identity_weights": {"intermediate"},
    "ml.identity_links": {"intermediate"},
    "ml.identity_decisions": {"intermediate"},
    "ml.identity_components": {"intermediate"},
    "ml.household_components": {"intermediate"},
    "ml.scores": {"contact_plan"},
    "ml.customer_values": {"segments"},
    "ml.customer_clusters": {"segments"},
    "ml.cluster_profiles": {"segments"},
    "ml.promotions": {"contact_plan"},
    "ml.allocation": {"contact_plan"},
    "audiences": {"contact_plan"},
    "activation.deliveries": {"measurement"},
    "activation.delivery_files": {"measurement"},
}
CLOCK = re.compile(
    # Words that need no brackets, and functions; what dbt knows of the run itself is a clock, too.
    r"\b(current_date|current_time|current_timestamp|localtime|localtimestamp|run_started_at|modules\.datetime)\b"
    r"|\b(now|today|get_current_time\w*|transaction_timestamp|random|setseed|uuid\w*|gen_random_uuid)\s*\(",
    re.I,
)
# Sources that Python wrote are named by their own name; whatever else stands there may be raw.
READS_RAW = re.compile(r"\bsource\s*\(\s*(?!['\"](?:ml|audiences|activation)['\"])")
READS_FILES = re.compile(
    r"\b(read_parquet|read_csv\w*|read_json\w*|read_text|read_blob|glob)\s*\(|\bfrom\s+'", re.I
)
# A relation written out instead of ref() or source(): the edge would be missing from the lineage.
_SCHEMA = rf"(?:\"?periplo\"?\.)?\"?({'|'.join(LAYERS)}|raw|ml|audiences)\"?\."
WRITTEN_OUT = re.compile(
    # After a comma it is a relation only where it gets a name of its own.
    rf"\b(?:from|join)\s+{_SCHEMA}|\bfrom\s.*?,\s*{_SCHEMA}\w+\s+as\b",
    re.I | re.S,
)
# The one macro that may name a source; the others are handed what they read.
DOOR_TO_RAW = "raw_as_of"
# Folders of macros that belong to one layer; the others (standardise, types, tests, the root) are everyone's.
MACRO_ROOMS = {"staging": {"staging", "quarantine"}} | {
    layer: {layer} for layer in LAYERS if layer not in {"seeds", "staging", "quarantine"}
}
# A staged row that cannot be read without another staged table.
STAGING_READS = {
    # The dealer's own mailbox, typed for a customer who has none, is told by the dealer's domain.
    ("stg_contact_point", "model.periplo.stg_dealer"),
    # The plate of a vehicle is the one in force in the register of plates.
    ("stg_vehicle", "model.periplo.stg_vehicle_plate"),
    # Five kilometres are a new car's reading and an old car's filler: how old it is decides.
    ("stg_odometer", "model.periplo.stg_vehicle"),
    ("stg_repair_order", "model.periplo.stg_vehicle"),
}


def _parents(manifest: Manifest, model: Node) -> Iterator[Node]:
    for parent_id in model["depends_on"]["nodes"]:
        if parent := manifest["nodes"].get(parent_id):
            yield parent


def models_outside_a_layer(manifest: Manifest) -> list[str]:
    """A model whose schema is no layer, or whose folder is not its schema."""
    return [
        f"{model['name']}: folder {'/'.join(model['fqn'][1:-1])}, schema {model['schema']}"
        for model in models_of(manifest)
        if model["schema"] not in LAYERS or model["schema"] not in model["fqn"][1:-1]
    ]


def backward_edges(manifest: Manifest) -> list[str]:
    return [
        f"{model['name']} ({model['schema']}) reads {parent['name']} ({parent['schema']})"
        for model in models_of(manifest)
        for parent in _parents(manifest, model)
        if LAYERS.index(parent["schema"]) > LAYERS.index(model["schema"])
    ]


def source_readers_out_of_place(manifest: Manifest) -> list[str]:
    """Only staging reads raw; a table that Python wrote is read where the flow has arrived by then."""
    wrong = []
    for model in models_of(manifest):
        for parent_id in model["depends_on"]["nodes"]:
            if source := manifest["sources"].get(parent_id):
                name = f"{source['source_name']}.{source['name']}"
                readers = SOURCE_READERS.get(source["source_name"]) or SOURCE_READERS.get(name, set())
                if model["schema"] not in readers:
                    wrong.append(f"{model['name']} ({model['schema']}) reads {name}")
    return wrong


def sources_without_readers_named(manifest: Manifest) -> list[str]:
    """A source of which it was not decided who reads it."""
    return [
        name
        for source in manifest["sources"].values()
        if (name := f"{source['source_name']}.{source['name']}") not in SOURCE_READERS
        and source["source_name"] not in SOURCE_READERS
    ]


def raw_read_directly(manifest: Manifest) -> list[str]:
    """Whatever names the source raw or files, or reads raw past the one macro that filters by day and may."""
    wrong = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] != "seed"
        and (code := without_comments(node.get("raw_code") or ""))
        and (READS_RAW.search(code) or READS_FILES.search(code))
    ]
    # The function can be called by another name, the edge that it makes cannot be hidden.
    wrong += [
        model["name"]
        for model in models_of(manifest)
        if any(
            manifest["sources"].get(parent, {}).get("source_name") == "raw"
            for parent in model["depends_on"]["nodes"]
        )
        and f"macro.periplo.{DOOR_TO_RAW}" not in _macros_called(manifest, model)
    ]
    return wrong + [
        f"macro {macro['name']}"
        for macro in _own_macros(manifest)
        if macro["name"] != DOOR_TO_RAW and re.search(r"\bsource\s*\(", without_comments(macro["macro_sql"]))
    ]


def staging_not_one_to_one(manifest: Manifest) -> list[str]:
    """Each raw table has one staging model, named after it, that reads nothing else but seeds."""
    wrong = []
    staging = {model["name"]: model for model in models_of(manifest) if model["schema"] == "staging"}
    tables = {s["name"]: uid for uid, s in manifest["sources"].items() if s["source_name"] == "raw"}
    # Landing's own books, which quarantine accounts with; a leading underscore, as for their columns.
    contracts = {name: uid for name, uid in tables.items() if not name.startswith("_")}
    wrong += [f"raw.{name} has no stg_{name}" for name in contracts if f"stg_{name}" not in staging]
    for name, model in staging.items():
        if name.removeprefix("stg_") not in contracts:
            wrong.append(f"{name} is named after no raw table")
            continue
        own = contracts[name.removeprefix("stg_")]
        wrong += [
            f"{name} reads {parent}"
            for parent in model["depends_on"]["nodes"]
            if parent != own and not parent.startswith("seed.") and (name, parent) not in STAGING_READS
        ]
    return wrong


def readers_of_outbound_tables(manifest: Manifest) -> list[str]:
    """What goes out is terminal: what was delivered comes back as a dated source."""
    return [
        f"{model['name']} reads {parent['name']}"
        for model in models_of(manifest)
        for parent in _parents(manifest, model)
        if parent["schema"] == "activation" and model["schema"] != "activation"
    ]


def inner_steps_read_from_elsewhere(manifest: Manifest) -> list[str]:
    """An int_ model outside intermediate is a step of its own layer and nobody else's business."""
    return [
        f"{model['name']} ({model['schema']}) reads {parent['name']} ({parent['schema']})"
        for model in models_of(manifest)
        for parent in _parents(manifest, model)
        if parent["name"].startswith("int_") and parent["schema"] not in {"intermediate", model["schema"]}
    ]


def relations_written_out(manifest: Manifest) -> list[str]:
    """A table named by its schema instead of ref() or source(), so that the lineage misses the edge."""
    sql = [(node["name"], node.get("raw_code") or "") for node in manifest["nodes"].values()]
    sql += [(f"macro {macro['name']}", macro["macro_sql"]) for macro in _own_macros(manifest)]
    return [name for name, code in sql if WRITTEN_OUT.search(without_comments(code))]


def asking_the_clock(manifest: Manifest) -> list[str]:
    sql = [(model["name"], model["raw_code"]) for model in models_of(manifest)]
    sql += [(f"macro {macro['name']}", macro["macro_sql"]) for macro in _own_macros(manifest)]
    return [name for name, code in sql if CLOCK.search(without_comments(code))]


def macros_used_outside_their_room(manifest: Manifest) -> list[str]:
    """A macro in the folder of a layer serves that layer only; a shared one belongs in a shared folder."""
    rooms = {
        uid: MACRO_ROOMS.get(folder)
        for uid, macro in manifest["macros"].items()
        if (folder := _macro_folder(macro)) is not None
    }
    return [
        f"{model['name']} ({model['schema']}) calls {manifest['macros'][macro]['name']}"
        for model in models_of(manifest)
        for macro in model["depends_on"]["macros"]
        if rooms.get(macro) and model["schema"] not in rooms[macro]
    ]


def unused_macros(manifest: Manifest) -> list[str]:
    """A macro that nothing calls: dead code. dbt itself calls generate_schema_name, materializations and tests."""
    used = {
        macro
        for holder in ("nodes", "macros", "unit_tests")
        for node in manifest.get(holder, {}).values()
        for macro in node["depends_on"].get("macros", [])
    }
    # A rule can be handed to an example test by its name; dbt does not see that as a call.
    text = "\n".join(
        without_comments(node.get("raw_code") or "") for node in manifest["nodes"].values()
    ) + "\n".join(without_comments(macro["macro_sql"]) for macro in _own_macros(manifest))
    return [
        macro["name"]
        for uid, macro in manifest["macros"].items()
        if macro in _own_macros(manifest)
        and uid not in used
        and not macro["name"].startswith(("test_", "generate_", "materialization_"))
        # The dialects of a macro are called through its name.
        and "__" not in macro["name"]
        and len(re.findall(rf"\b{macro['name']}\b", text)) < 2
    ]


def _macros_called(manifest: Manifest, node: Node) -> set[str]:
    """Ids of the macros that a node calls, and of those that they call."""
    called: set[str] = set()
    waiting = list(node["depends_on"]["macros"])
    while waiting:
        if (macro := waiting.pop()) not in called:
            called.add(macro)
            waiting += manifest["macros"].get(macro, {"depends_on": {"macros": []}})["depends_on"]["macros"]
    return called


def _own_macros(manifest: Manifest) -> list[Node]:
    return [macro for macro in manifest["macros"].values() if macro["package_name"] == "periplo"]


def _macro_folder(macro: Node) -> str | None:
    parts = macro["original_file_path"].split("/")
    return parts[-2] if macro["package_name"] == "periplo" and len(parts) > 2 else None
