"""Law 11: a column that holds personal data says so, wherever it stands."""

import re
from collections import defaultdict

from tests.architecture.rules import Columns, Manifest, Node, meta_of, nodes_of, relation_of, without_comments

# Names of columns that hold personal data wherever they stand.
PERSONAL = re.compile(
    r"^((contact_|display_|first_|last_|given_)*(name|surname\d?)(_key|_pair)?"
    r"|(sur)?name\d?(_key|_pair)|surname\d?|full_name\w*|decided_by"
    r"|tax_(id|key)\w*|birth_\w+|\w*email\w*|\w*phone\w*|value_raw|contact_value"
    r"|line_(raw|key)|address(_line|_key)?|vin\w*|plate|plate_normalised|verbatim|message|cookie_id"
    r"|\w*iban\w*|\w*(mobile|nif|dni|nie)(_\w+)?|ip|ip_address|user_agent|street(_\w+)?|licence_number"
    r"|date_of_birth\w*|(person|driver|owner|holder)_name"
    r"|(\w+_)?party_(key|src_id)|customer_id|vehicle_id|household_id)$"
)
# Names that look personal and are not: a shop's, a count or a flag.
NOT_PERSONAL = {
    "name": "the name of a dealer, model or municipality",
    "phone": "of a dealer",
    "phone_normalised": "of a dealer",
    "email_domain": "of a dealer",
    "email_reachable": "a flag",
    "email_marketing_allowed": "a flag",
    "email_robinson_listed": "a flag",
    "is_email_quarantined": "a flag",
    "email_basis": "the code of a basis",
    "email_block_reason": "the code of a reason",
    "email_contacts_365d": "a count",
    "tax_id_is_valid": "a flag",
    "vin_is_valid": "a flag",
    "vin_was_repaired": "a flag",
    "birth_date_fault": "the code of a rule",
    "birth_date_repair": "what was done",
    "tax_id_fault": "the code of a rule",
    "tax_id_repair": "what was done",
    "tax_id_kind": "the kind of an id, not the id",
    "full_name_raw_fault": "the code of a rule",
    "full_name_raw_repair": "what was done",
    "vin_fault": "the code of a rule",
    "vin_repair": "what was done",
    "has_email_in_common": "a flag",
    "has_mobile_in_common": "a flag",
}
# A column as it is, under a new name; and one in other letters or of another type.
RENAMED = (
    re.compile(r"(?:^|,|select)\s*(?:\w+\.)?(\w+)\s+as\s+(\w+)", re.M),
    re.compile(
        r"(?:\b(?:upper|lower|trim|initcap|cast|min|max|any_value)\s*\(\s*)+(?:\w+\.)?(\w+)\b[^()]*\)+\s+as\s+(\w+)"
    ),
)
# Plain words that only some tables use for personal data; whoever uses them marks them.
SEVERAL_MEANINGS = {
    "status": "a person's debt in a finance contract, else the state of a thing",
    "subject": "a heading with the person's name filled in, or the template it is made of",
}


def _described(manifest: Manifest) -> list[Node]:
    return [*nodes_of(manifest, "model", "seed"), *manifest["sources"].values()]


def kinds_by_name(manifest: Manifest) -> dict[str, dict[str | None, list[str]]]:
    """For each name of a column: the kinds of personal data it is marked as, and where."""
    kinds: dict[str, dict[str | None, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in _described(manifest):
        for name, column in entry["columns"].items():
            kinds[name][meta_of(column).get("pii")].append(relation_of(entry))
    return kinds


def names_marked_in_several_ways(manifest: Manifest) -> list[str]:
    """The same name is the same kind of personal data in every table, or of none in all.

    A name of several meanings may be none in some, but not two kinds.
    """
    return [
        f"{name}: " + "; ".join(f"{kind} in {', '.join(sorted(of))}" for kind, of in kinds.items())
        for name, kinds in sorted(kinds_by_name(manifest).items())
        if len(kinds.keys() - ({None} if name in SEVERAL_MEANINGS else set())) > 1
    ]


def personal_names_unmarked(manifest: Manifest) -> list[str]:
    """Documented columns that bear a personal name and no mark."""
    return [
        f"{relation_of(entry)}.{name}"
        for entry in _described(manifest)
        for name, column in entry["columns"].items()
        if PERSONAL.match(name) and name not in NOT_PERSONAL and not meta_of(column).get("pii")
    ]


def personal_columns_renamed(manifest: Manifest, columns: Columns) -> list[str]:
    """A personal column that a model hands on under another name, which says nothing of it."""
    marked = {name for name, kinds in kinds_by_name(manifest).items() if set(kinds) - {None}}
    found = []
    for model in nodes_of(manifest, "model"):
        own = model["columns"]
        code = without_comments(model["raw_code"])
        for was, name in (pair for pattern in RENAMED for pair in pattern.findall(code)):
            handed_on = was in marked - SEVERAL_MEANINGS.keys() and name in columns[relation_of(model)]
            if handed_on and not meta_of(own.get(name, {})).get("pii"):
                found.append(f"{relation_of(model)}.{name} is {was}")
    return sorted(set(found))


def personal_columns_undocumented(manifest: Manifest, columns: Columns) -> list[str]:
    """Columns that exist, bear a name that is personal here or elsewhere, and are in no YAML to be marked."""
    marked = {name for name, kinds in kinds_by_name(manifest).items() if set(kinds) - {None}}
    return [
        f"{relation_of(entry)}.{name}"
        for entry in _described(manifest)
        for name in columns[relation_of(entry)]
        if name not in entry["columns"]
        and (name in marked or (PERSONAL.match(name) and name not in NOT_PERSONAL))
    ]
