"""A threshold is a var or a seed row with its reason and range, never a number in a model."""

import re
from collections.abc import Iterator

from tests.architecture.rules import Manifest, models_of, without_comments

# Text in quotes, and the sizes of a type: no quantities. In Jinja text is SQL handed to a macro, and its numbers are
# the model's.
TEXT = re.compile(r"'(?:[^']|'')*'")
JINJA = re.compile(r"\{[{%].*?[}%]\}", re.S)
TYPE = re.compile(r"\b(?:decimal|numeric|varchar)\s*\(\s*\d+\s*(?:,\s*\d+\s*)?\)", re.I)
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
# "None" and "one".
NEVER_DECIDED = {0.0, 1.0}
# Macros that say what a value looks like are judged by their examples; those of time hold definitions by name, those of
# proportions formulas with their sources, and fixtures serve unit tests.
ROOMS_OF_FORMATS = (
    "/macros/standardise/",
    "/macros/types/",
    "/macros/tests/",
    "/macros/staging/",
    "/macros/time.sql",
    "/macros/measurement/proportions.sql",
    "/macros/fixtures.sql",
)

# Numbers that no business decides, with the reason.
BY_DEFINITION = {
    ("contact_plan", "2"): "characters of an hour",
    ("contact_plan", "4"): "where the minutes begin in HH:MM",
    ("contact_plan", "60"): "minutes of an hour",
    ("contact_outcomes", "4"): "characters of a year",
    ("elig_engagement", "6"): "months of half a year, as far from an anniversary as a day can be",
    ("elig_renewal", "2"): "the order of reasons, made in the same model",
    ("elig_renewal", "3"): "the order of reasons, made in the same model",
    ("elig_renewal", "4"): "the order of reasons, made in the same model",
    ("elig_renewal", "5"): "the order of reasons, made in the same model",
    ("excl_call_day", "6"): "Saturday, by ISO 8601",
    ("excl_engagement_yearly_max", "12"): "months of a year",
    ("feature_dates", "3"): "months of a quarter",
    ("int_arm_results", "2"): "of the square of a difference",
    ("int_consent_status", "2"): "the order of restrictions, made in the same model",
    ("int_consent_status", "3"): "the order of restrictions, made in the same model",
    ("int_contact_channels", "2"): "the order of points, made in the same model",
    ("int_customer_profiles", "12"): "months of a year",
    ("int_odometer_paces", "2"): "a line goes through two points; the third band of a list",
    ("int_workshop_weeks", "7"): "days of a week",
    ("is_sha256", "64"): "signs of a SHA-256 in hex",
    ("int_odometer_daily", "10"): "one digit of a number",
    ("int_odometer_readings", "10"): "one digit of a number",
    **{("metric_days", str(digit)): "a digit" for digit in range(2, 10)},
    **{("metric_days", power): "a power of ten" for power in ("10", "100", "1000")},
    ("plan_results", "2"): "of the harmonic mean of two arms",
    ("stg_party", "2"): "the part behind the comma",
    ("stg_party_address", "2"): "digits of a province",
    ("stg_party_address", "5"): "digits of a municipality's code",
    # Macros.
    ("day_in_text", "2"): "digits of a day",
    ("day_in_text", "4"): "digits of a year",
    ("day_in_text", "6"): "where the month begins in YYYY-MM-DD",
    ("day_in_text", "9"): "where the day begins in YYYY-MM-DD",
    ("middle_value", "0.5"): "the middle",
    ("hash_fraction", "8"): "hexadecimal digits of 32 bits",
    ("hash_fraction", "4294967296"): "two to the power of 32",
}


def _numbers(code: str) -> set[str]:
    code = without_comments(code)
    handed_on = " ".join(JINJA.findall(code))
    bare = TYPE.sub("", f"{TEXT.sub(' ', JINJA.sub(' ', code))} {handed_on}")
    return {number for number in NUMBER.findall(bare) if float(number) not in NEVER_DECIDED}


def _code(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Name and code of each model and of each macro that is a part of models."""
    for model in models_of(manifest):
        yield model["name"], model["raw_code"]
    for macro in manifest["macros"].values():
        path = "/" + macro["original_file_path"]
        if macro["package_name"] == "periplo" and not any(room in path for room in ROOMS_OF_FORMATS):
            yield macro["name"].removeprefix("default__"), macro["macro_sql"]


def numbers_decided_in_models(manifest: Manifest) -> list[str]:
    """A number in a model, in its SQL or handed to a macro, that is neither none, one nor so by definition."""
    return sorted(
        {
            f"{name}: {number}"
            for name, code in _code(manifest)
            for number in _numbers(code)
            if (name, number) not in BY_DEFINITION
        }
    )


def exceptions_that_are_gone(manifest: Manifest) -> list[str]:
    """An exception of which the model no longer has the number."""
    held: dict[str, set[str]] = {}
    for name, code in _code(manifest):
        held.setdefault(name, set()).update(_numbers(code))
    return [f"{name}: {number}" for name, number in BY_DEFINITION if number not in held.get(name, set())]
