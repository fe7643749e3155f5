"""Public tables with known duplicates: how each is read, which records meet, and how Splink is set up for it.

Belongs here: the three tables beside the checkout. Nothing here looks at the labels: rules and levels are what one
would write down knowing the columns alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI

from benchmarks.identity_splink import Setup
from ml.identity.entities import Entity, read_entity
from ml.identity.matching import match_as
from ml.identity.training import learn

HERE = Path(__file__).parent
PUBLIC = HERE.parents[1] / "shared" / "data"
# Records of a block beyond which it says nothing; the tables have clusters of up to fifty records.
MOST_OF_A_BLOCK = 100

Rules = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class PublicTable:
    """A public table.

    ``file`` stands under the folder of public data; ``columns`` are SQL expressions by the name of the column, with
    ``party_key`` and ``label`` among them; ``rules`` say which records meet; ``setup`` is Splink's.
    """

    name: str
    file: str
    columns: Mapping[str, str]
    rules: Rules
    setup: Callable[[], Setup]

    @property
    def entity(self) -> Entity:
        """How its records are compared."""
        return read_entity(HERE / "identity_entities" / f"{self.name}.yml")

    def read(self) -> pa.Table | None:
        """Return its records; None where the table is not beside the checkout."""
        path = PUBLIC / self.file
        if not path.exists():
            return None
        columns = ", ".join(f"{expression} as {name}" for name, expression in self.columns.items())
        with duckdb.connect() as connection:
            return connection.sql(f"select {columns} from read_parquet('{path}')").to_arrow_table()  # noqa: S608


def clusters_of(table: PublicTable, records: pa.Table, folder: Path) -> pa.Table:
    """Return the component of each record, as ``party_key`` and ``component_id``."""
    pairs = _pairs(table, records, folder)
    weights = learn(table.entity, records, pairs, lambda: DuckDBAPI(duckdb.connect()))
    return match_as(table.entity, records, pairs, weights).components


def _pairs(table: PublicTable, records: pa.Table, folder: Path) -> pa.Table:
    """Bring records together by the project's macros, in a warehouse of their own."""
    warehouse = folder / f"{table.name}.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.register("incoming", records)
        connection.execute("create table records as from incoming")
    values = sorted({column for one in table.entity.attributes for column in one.columns})
    variables = {"records": "records", "rules": table.rules, "most": MOST_OF_A_BLOCK, "columns": values}
    project = HERE / "identity_blocks"
    subprocess.run(  # noqa: S603
        [
            str(Path(sys.executable).parent / "dbt"), "run", "--quiet", "--project-dir", str(project),
            "--profiles-dir", str(HERE.parent / "dbt_project"), "--vars", json.dumps(variables),
            "--target-path", str(folder / "target"), "--log-path", str(folder),
        ],
        check=True, stdout=sys.stderr, env={**os.environ, "PERIPLO_WAREHOUSE": str(warehouse)},
    )  # fmt: skip
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.sql("from matching_pairs").to_arrow_table()


def _fake_people() -> Setup:
    from splink import comparison_library as library

    return Setup(
        comparisons=[
            library.NameComparison("first_name"),
            library.NameComparison("surname"),
            library.DateOfBirthComparison("dob", input_is_string=True),
            library.ExactMatch("city").configure(term_frequency_adjustments=True),
            library.EmailComparison("email"),
        ],
        blocks=[("first_name", "city"), ("surname",)],
        deterministic=[("first_name", "dob"), ("email",)],
        learnt_in=[("first_name", "surname"), ("dob",)],
    )


def _historical_people() -> Setup:
    from splink import comparison_library as library

    return Setup(
        comparisons=[
            library.ForenameSurnameComparison("first_name", "surname"),
            library.DateOfBirthComparison("dob", input_is_string=True),
            library.PostcodeComparison("postcode"),
            library.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            library.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        blocks=[
            ("first_name", "surname"), ("surname", "dob"), ("first_name", "dob"), ("postcode", "first_name"),
            ("postcode", "surname"), ("dob", "birth_place"), ("postcode", "dob"), ("postcode", "birth_place"),
        ],
        deterministic=[("first_name", "surname", "dob")],
        learnt_in=[("first_name", "surname"), ("dob",)],
    )  # fmt: skip


def _sites() -> Setup:
    from splink import comparison_library as library

    return Setup(
        comparisons=[
            library.NameComparison("name"),
            library.JaroWinklerAtThresholds("address"),
            library.ExactMatch("zip").configure(term_frequency_adjustments=True),
            library.LevenshteinAtThresholds("phone"),
        ],
        blocks=[("phone",), ("address",), ("name",), ("name_start", "zip")],
        deterministic=[("name", "address"), ("name", "phone")],
        learnt_in=[("phone",), ("address",)],
    )


def _key(name: str, *columns: str) -> Mapping[str, Any]:
    return {"name": name, "columns": list(columns)}


TABLES = (
    PublicTable(
        "fake_people",
        "identity_fake_20000/people.parquet",
        {
            "party_key": "unique_id",
            "label": '"group"',
            **{name: name for name in ("first_name", "surname", "dob", "city", "email")},
        },
        (
            _key("EMAIL", "email"),
            _key("NAME", "first_name", "surname"),
            _key("FIRST_NAME_BIRTH", "first_name", "dob"),
            _key("SURNAME_BIRTH", "surname", "dob"),
            _key("FIRST_NAME_CITY", "first_name", "city"),
            _key("SURNAME_CITY", "surname", "city"),
            _key("BIRTH_CITY", "dob", "city"),
        ),
        _fake_people,
    ),
    PublicTable(
        "historical_people",
        "identity_historical_people/people.parquet",
        {
            "party_key": "unique_id",
            "label": "cluster",
            "postcode": "postcode_fake",
            **{name: name for name in ("first_name", "surname", "dob", "birth_place", "occupation")},
        },
        (
            _key("NAME", "first_name", "surname"),
            _key("SURNAME_BIRTH", "surname", "dob"),
            _key("FIRST_NAME_BIRTH", "first_name", "dob"),
            _key("FIRST_NAME_POSTCODE", "first_name", "postcode"),
            _key("SURNAME_POSTCODE", "surname", "postcode"),
            _key("BIRTH_PLACE_DAY", "dob", "birth_place"),
            _key("BIRTH_POSTCODE", "dob", "postcode"),
            _key("PLACE_POSTCODE", "postcode", "birth_place"),
        ),
        _historical_people,
    ),
    PublicTable(
        "sites",
        "identity_early_childhood_sites/sites.parquet",
        {
            "party_key": '"Id"::varchar',
            "label": '"True Id"::varchar',
            "name": "nullif(upper(regexp_replace(\"Site name\", '[^A-Za-z0-9]+', ' ', 'g')), '')",
            "name_start": "left(nullif(upper(regexp_replace(\"Site name\", '[^A-Za-z0-9]+', '', 'g')), ''), 5)",
            "address": "nullif(upper(regexp_replace(\"Address\", '[^A-Za-z0-9]+', ' ', 'g')), '')",
            "zip": "left(nullif(\"Zip\"::varchar, ''), 5)",
            "phone": "nullif(regexp_replace(\"Phone\"::varchar, '[^0-9]', '', 'g'), '')",
        },
        (
            _key("PHONE", "phone"),
            _key("ADDRESS", "address"),
            _key("NAME", "name"),
            _key("NAME_START_ZIP", "name_start", "zip"),
        ),
        _sites,
    ),
)
