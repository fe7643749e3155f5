"""What a definition may not do: each of these is refused with the file and a reason, or stays a value."""

import json

import pytest

from audiences.checking import check
from audiences.compiling import compile_members
from audiences.definition import Definition
from audiences.errors import AudienceError
from audiences.reading import parse_definition
from tests.unit.audiences.small_marts import CATALOGUE, DAY, ask, defined, small_marts, text_of

GOOD = text_of("{field: age, operator: at_least, value: 30}")


def one(field: str = "age", operator: str = "at_least", value: str = "30") -> str:
    return text_of(f"{{field: {field}, operator: {operator}, value: {value}}}")


def nested(depth: int) -> str:
    return text_of("{not: " * depth + "{field: age, operator: known}" + "}" * depth)


def many(number: int) -> str:
    return text_of("{any: [" + ", ".join(["{field: age, operator: known}"] * number) + "]}")


REFUSED = {
    # Fields: unknown, personal, written so that they would end a name, or looking like another.
    "field that ends its quotes": one(field="'age\" or 1=1 --'"),
    "field with a statement": one(field="'age; drop table marts.customer_360'"),
    "field with a sub-query": one(field="'(select 1)'"),
    "field of another table": one(field="'marts.vehicle_360.km'"),
    "field with a star": one(field="'*'"),
    "field in Cyrillic letters": one(field="аge"),
    "field in wide letters": one(field="ａge"),
    "field with a hidden mark": one(field='"a\\u200bge"'),
    "field in capitals": one(field="AGE"),
    "field that is unknown": one(field="shoe_size"),
    "field that is empty": one(field="''"),
    "field of 5,000 letters": one(field="a" * 5000),
    "field that is a number": one(field="7"),
    "field that is a list": one(field="[age]"),
    "name of a person": one(field="surname", operator="equals", value="García"),
    "whether a name is known": text_of("{field: surname, operator: known}"),
    "id of a customer": one(field="customer_id", operator="equals", value="abc"),
    "plate of a vehicle": text_of("{any_vehicle: {field: plate, operator: equals, value: 1234BCD}}"),
    "field of a vehicle without it": one(field="km"),
    "field of a customer in a vehicle": text_of("{any_vehicle: {field: age, operator: at_least, value: 3}}"),
    "vehicle in a vehicle": text_of("{any_vehicle: {any_vehicle: {field: km, operator: known}}}"),
    "vehicle of a stranger": text_of("{any_vehicle: {field: km, operator: known}}", subject="VISITOR"),
    "cluster of a stranger": text_of("{in_cluster: {field: cluster_id, operator: known}}", subject="VISITOR"),
    "cluster of a vehicle": text_of("{any_vehicle: {in_cluster: {field: cluster_id, operator: known}}}"),
    "field of a customer in a cluster": text_of("{in_cluster: {field: age, operator: at_least, value: 3}}"),
    "field of a cluster without it": one(field="cluster_id", operator="equals", value="'3'"),
    "id of a customer in a cluster": text_of("{in_cluster: {field: customer_id, operator: equals, value: abc}}"),
    "number for a cluster": text_of("{in_cluster: {field: cluster_id, operator: equals, value: 3}}"),
    "cluster without a condition": text_of("{in_cluster: '3'}"),
    # Operators and values that do not fit.
    "operator that is SQL": one(operator="'>= 0 or'"),
    "operator that matches patterns": one(field="province_code", operator="like", value="'%'"),
    "operator of another kind": one(operator="within_last", value="{days: 3}"),
    "text for a number": one(value="'30 or true'"),
    "number for a text": one(field="province_code", operator="equals", value="28"),
    "flag for a number": one(value="true"),
    "number for a flag": one(field="has_objected", operator="equals", value="1"),
    "text for a day": one(field="last_visit_date", operator="from", value="'2026-06-30'"),
    "moment for a day": one(field="last_visit_date", operator="from", value="2026-06-30 10:00:00"),
    "day that is none": one(field="last_visit_date", operator="from", value="2026-02-31"),
    "span in years of SQL": one(field="last_visit_date", operator="within_last", value='"90 days"'),
    "span backwards": one(field="last_visit_date", operator="within_last", value="{days: -1}"),
    "span of all time": one(field="last_visit_date", operator="within_last", value="{days: 999999999}"),
    "span of two units": one(field="last_visit_date", operator="within_last", value="{days: 1, months: 1}"),
    "code that no row has": one(field="tier", operator="equals", value="PLATINUM"),
    "no number": one(value=".nan"),
    "number without end": one(value=".inf"),
    "number of 400 digits": one(value="9" * 400),
    "number of 5,000 digits": one(value="9" * 5000),
    "number of base 60 without end": one(value=":".join(["1"] * 300) + ".5"),
    "mapping for a value": one(value="{select: 1}"),
    "nothing for a value": one(value="null"),
    "value for nothing": one(operator="known"),
    "more than 64 KiB": one(operator="one_of", value="[" + "1," * 33_000 + "1]"),
    "list of 501": one(operator="one_of", value="[" + "1," * 500 + "1]"),
    "list in a list": one(operator="one_of", value="[[1]]"),
    "empty list": one(operator="one_of", value="[]"),
    "text of 201 letters": one(field="province_code", operator="equals", value="x" * 201),
    "text with a control character": one(field="province_code", operator="equals", value='"a\\x1b[2J"'),
    "bounds the wrong way": one(operator="between", value="[40, 30]"),
    # Shapes.
    "no condition": text_of("{all: []}"),
    "two kinds of condition": text_of("{all: [], any: []}"),
    "condition in SQL": text_of("'age > 30'"),
    "condition with one key more": text_of("{field: age, operator: known, sql: 'drop table x'}"),
    "101 conditions": many(101),
    "nine levels": nested(9),
    "ten thousand levels": nested(10_000),
    "id that is a path": GOOD.replace("tried_out", "../../etc/passwd"),
    "id that is SQL": GOOD.replace("tried_out", "'x; drop table y'"),
    "name that turns the line round": GOOD.replace("Tried out", '"a\\u202eb"'),
    "subject that is a table": GOOD.replace("CUSTOMER", "raw.party"),
    "days the wrong way": GOOD + "valid_to: 2019-01-01\n",
    "key that nobody knows": GOOD + "run: rm -rf /\n",
    "key that a terminal obeys": GOOD + '"\\e[2J\\e[31m": 1\n',
    "key of two lines": GOOD + '"a\\nb": 1\n',
    "key of 900 letters": GOOD + f"{'k' * 900}: 1\n",
    "key of two lines given twice": GOOD + '"a\\nb": 1\n"a\\nb": 1\n',
    # YAML.
    "tag that calls": "!!python/object/apply:os.system ['true']",
    "tag of a module": GOOD + "x: !!python/name:os.system\n",
    "tag of its own": GOOD.replace("30", "!mine 30"),
    "anchors that multiply": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "anchor alone": GOOD.replace("30", "&thirty 30"),
    "merged keys": GOOD + "<<: {valid_to: 2030-01-01}\n",
    "key given twice": GOOD + "subject: VISITOR\n",
    "key that is a list": GOOD + "? [a]\n: b\n",
    "two documents": GOOD + "---\n" + GOOD,
    "brackets without end": "[" * 100_000,
    "null character": GOOD + "\x00",
    "list of definitions": "- 1\n",
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_hostile_definition_is_refused_in_words(text: str) -> None:
    with pytest.raises(AudienceError) as caught:
        check(parse_definition(text, "hostile.yml"), CATALOGUE, "hostile.yml")
    lines = str(caught.value).splitlines()
    assert lines
    assert all(line.startswith("hostile.yml: ") and len(line) < 500 and line.isprintable() for line in lines)


def test_there_are_fifty_of_them_and_what_they_were_made_of_is_taken() -> None:
    assert len(REFUSED) >= 50
    check(parse_definition(GOOD, "good.yml"), CATALOGUE, "good.yml")
    check(parse_definition(nested(7), "good.yml"), CATALOGUE, "good.yml")
    check(parse_definition(many(100), "good.yml"), CATALOGUE, "good.yml")


@pytest.mark.parametrize(
    "value",
    [
        "' or '1'='1",
        "x'; drop table marts.customer_360; --",
        "$value_1",
        '"; select 1',
        "%",
        "\\",
        "?",
        "{{ 1 }}",
    ],
)
def test_a_text_stays_a_value(value: str) -> None:
    def of(text: str) -> Definition:
        return defined(f"{{field: province_code, operator: equals, value: {json.dumps(text)}}}")

    query, plain = compile_members(of(value), DAY), compile_members(of("28"), DAY)
    assert query.sql == plain.sql
    assert list(query.parameters.values()) == [value]
    connection = small_marts()
    connection.execute(
        "insert into marts.customer_360 (customer_id, province_code) values ('it', ?), ('other', '28')",
        [value],
    )
    assert ask(connection, query)["subject_id"].to_pylist() == ["it"]
    assert connection.execute("select count(*) from marts.customer_360").fetchall() == [(2,)]


def test_all_that_is_wrong_is_said_at_once_with_its_place() -> None:
    text = text_of(
        "\n  all:\n    - {field: surname, operator: known}\n"
        "    - any:\n        - {field: age, operator: equals, value: old}\n"
    )
    with pytest.raises(AudienceError) as caught:
        check(parse_definition(text, "f.yml"), CATALOGUE, "f.yml")
    assert str(caught.value).splitlines() == [
        "f.yml: conditions.all[0].field: surname holds personal data (name), by which nobody is chosen",
        "f.yml: conditions.all[1].any[0].value: needs a number",
    ]
