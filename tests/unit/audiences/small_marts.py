"""A few customers, vehicles and strangers in a database in memory, and the fields that stand for their marts."""

from datetime import date

import duckdb
import pyarrow as pa

from audiences.compiling import Query
from audiences.definition import Definition
from audiences.fields import Catalogue, Field
from audiences.operators import Kind
from audiences.reading import parse_definition

DAY = date(2026, 6, 30)
REFUSED = "holds personal data (name), by which nobody is chosen"


def field(mart: str, name: str, kind: Kind, pii: str | None = None, refused: str | None = None) -> Field:
    return Field(mart, name, kind, f"What {name} means.", pii, refused)


CATALOGUE = Catalogue(
    [
        field("customer_360", "customer_id", Kind.TEXT, "id", "holds personal data (id), by which nobody is chosen"),
        field("customer_360", "surname", Kind.TEXT, "name", REFUSED),
        field("customer_360", "age", Kind.NUMBER, "demographic"),
        Field("customer_360", "tier", Kind.TEXT, "Tier of the club.", None, None, ("BASIC", "GOLD")),
        field("customer_360", "province_code", Kind.TEXT),
        field("customer_360", "spend", Kind.NUMBER),
        field("customer_360", "last_visit_date", Kind.DATE),
        field("customer_360", "has_objected", Kind.FLAG),
        field("vehicle_360", "plate", Kind.TEXT, "plate", "holds personal data (plate), by which nobody is chosen"),
        field("vehicle_360", "km", Kind.NUMBER),
        field("vehicle_360", "last_visit_date", Kind.DATE),
        field("visitor_360", "pages", Kind.NUMBER),
        field("triggers", "trigger_code", Kind.TEXT),
        field("customer_clusters", "customer_id", Kind.TEXT, "id", REFUSED),
        field("customer_clusters", "cluster_id", Kind.TEXT),
    ]
)  # fmt: skip

TABLES = """
create schema marts;
create table marts.customer_360 (
    customer_id varchar, customer_type varchar, surname varchar, age integer, tier varchar, province_code varchar,
    spend decimal(18, 4), last_visit_date date, has_objected boolean
);
create table marts.vehicle_360 (vehicle_id varchar, contact_customer_id varchar, plate varchar, km integer,
    last_visit_date date);
create table marts.visitor_360 (cookie_id varchar, pages bigint);
create table marts.triggers (customer_id varchar, trigger_code varchar);
create schema ml;
create table ml.customer_clusters (customer_id varchar, cluster_id varchar);
"""


def small_marts() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(TABLES)
    return connection


def ask(connection: duckdb.DuckDBPyConnection, query: Query) -> pa.Table:
    return connection.sql(query.sql, params=query.parameters).to_arrow_table()


def text_of(conditions: str, subject: str = "CUSTOMER", name: str = "tried_out") -> str:
    """A file with these conditions, which are one flow mapping or come indented below the key."""
    return (
        f"id: {name}\nname: Tried out\npurpose: To see.\nowner: contact_planning\nsubject: {subject}\n"
        f"valid_from: 2020-01-01\nconditions: {conditions}\n"
    )


def defined(conditions: str, subject: str = "CUSTOMER", name: str = "tried_out") -> Definition:
    return parse_definition(text_of(conditions, subject, name), f"{name}.yml")
