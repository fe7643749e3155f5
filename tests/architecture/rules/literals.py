"""A threshold is a var or a seed row with its reason and range, never a number in a model."""

import re

from tests.architecture.rules import Manifest, models_of, without_comments

# A number on either side of a comparison; 0 and 1 say "none" and "one".
_NUMBER = r"-?\d+(?:\.\d+)?"
_FRAME = r"\b(?!\s*(?:preceding|following))"
COMPARED = (
    re.compile(rf"(?:[<>=]|\bbetween)\s*({_NUMBER}){_FRAME}", re.I),
    re.compile(rf"\bbetween\s+[^\n]+?\s+and\s+({_NUMBER}){_FRAME}", re.I),
    re.compile(rf"(?<![\w.])({_NUMBER})\s*[<>=]"),
)
# A length of time written out.
SPANS = (
    re.compile(rf"interval\s+'?({_NUMBER})", re.I),
    re.compile(rf"add_(?:days|months)\([^()]*,\s*({_NUMBER})\s*\)"),
)
JINJA = re.compile(r"\{%.*?%\}", re.S)

# Numbers that no business decides, with the reason.
BY_DEFINITION = {
    ("int_identity_edges", "2"): "a block links at least two records",
    ("int_consent_status", "2"): "the order of restrictions, made in the same model",
    ("int_consent_status", "3"): "the order of restrictions, made in the same model",
    ("int_odometer_projection", "2"): "a line goes through two points",
    ("int_odometer_readings", "2"): "the window is the next two readings",
    ("excl_call_day", "6"): "Saturday, by ISO 8601",
    ("int_customer_profiles", "12"): "months of a year",
}


def numbers_decided_in_models(manifest: Manifest) -> list[str]:
    found = []
    for model in models_of(manifest):
        code = without_comments(model["raw_code"])
        numbers = {number for pattern in COMPARED for number in pattern.findall(JINJA.sub("", code))}
        numbers |= {number for pattern in SPANS for number in pattern.findall(code)}
        found += [
            f"{model['name']}: {number}"
            for number in numbers
            if float(number) not in {0, 1, -1} and (model["name"], number) not in BY_DEFINITION
        ]
    return sorted(set(found))


def exceptions_that_are_gone(manifest: Manifest) -> list[str]:
    """An exception of which the model no longer has the number."""
    code = {model["name"]: model["raw_code"] for model in models_of(manifest)}
    return [
        f"{name}: {number}"
        for name, number in BY_DEFINITION
        if not re.search(rf"(?<![\w.]){number}\b", without_comments(code.get(name, "")))
    ]
