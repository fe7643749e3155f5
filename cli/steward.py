"""What a steward sees of identity in the last published night: records, links in words, reviews, the log.

Belongs here: reading the marts of identity and printing them. Personal values are masked unless asked for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from cli.output import print_table
from ml.identity.decisions import Record
from orchestration.publication import current_copy, open_for_reading, planned_day_of

NAMED = """
select party_key, customer_id, is_company, is_earliest
from marts.identity_records
where customer_id in (
    select customer_id from marts.identity_records
    where list_contains($names, party_key) or list_contains($names, customer_id)
)
order by party_key
"""
RECORDS = """
select
    party_key || case when is_earliest then ' *' else '' end, src_dealer_id, first_loaded_at,
    name_key, birth_date, tax_id, emails, phones, addresses
from marts.identity_records
where customer_id = $customer
order by first_loaded_at, party_key
"""
PERSONAL_FROM = 3
NOTHING = "nothing"
LINKS = """
select party_key_a, party_key_b, evidence_in_words, weight, decided_by, decision_explanation
from marts.identity_evidence
where verdict = 'LINK' and customer_id_a = $customer
order by decision_number is not null desc, weight desc, party_key_a, party_key_b
"""
OPEN = """
select
    verdict, party_key_a, party_key_b,
    case when customer_id_a = $customer then customer_id_b else customer_id_a end,
    reason_in_words, evidence_in_words, weight
from marts.identity_evidence
where verdict <> 'LINK' and $customer in (customer_id_a, customer_id_b)
order by verdict, weight desc, party_key_a, party_key_b
"""
CHANGES = """
select changed_date, change_kind, party_key, from_customer_id, customer_id, cause
from marts.identity_log
"""
ABOUT = "where $customer in (from_customer_id, customer_id)"
NEWEST_FIRST = " order by changed_date desc, cause, party_key"
QUEUE = """
select
    review_rank, party_key_a, party_key_b, cast(spend_24m as decimal(18, 2)), vehicles_owned,
    marketing_channels, weight, reason_in_words, evidence_in_words
from marts.identity_review_queue
order by review_rank
limit $most
"""


@dataclass(frozen=True)
class Known:
    """The records of the customers that somebody named, as of ``last_day``, the last planned day published."""

    last_day: date
    records: tuple[Record, ...]
    earliest: Collection[str]

    def record(self, name: str) -> str:
        """Return the record of that key, or the earliest of that customer."""
        return next(
            (
                one.party_key
                for one in self.records
                if one.customer_id == name and one.party_key in self.earliest
            ),
            name,
        )

    def apart(self, keys: Sequence[str], names: Sequence[str]) -> list[str]:
        """Return the records of ``names``, keys and customers, without those of ``keys``.

        Raises LookupError when there is none: who names the customer that the records are of means the rest of it.
        """
        named = [one.party_key for one in self.records if {one.party_key, one.customer_id} & set(names)]
        others = [key for key in named if key not in keys]
        if not others:
            raise LookupError(f"{', '.join(names)}: no other record than those that are to be kept apart")
        return others

    def rest_of(self, keys: Sequence[str]) -> list[str]:
        """Return the other records of the customer that these are of.

        Raises LookupError when they are of several, or are all that there is of one.
        """
        customers = sorted({one.customer_id for one in self.records if one.party_key in keys})
        if len(customers) > 1:
            raise LookupError(
                f"they are records of {len(customers)} customers: say with --from what they are kept apart from"
            )
        rest = [one.party_key for one in self.records if one.party_key not in keys]
        if not rest:
            raise LookupError(
                f"customer {customers[0]} has no other record: say with --from what it is kept apart from"
            )
        return rest


def look_up(home: Path, names: Sequence[str]) -> Known:
    """Return what the last published night knows of records and customers.

    Raises:
        FileNotFoundError: nothing has been published yet.
        LookupError: one of them is unknown.
    """
    published = home / "published"
    with open_for_reading(published) as connection:
        rows = connection.execute(NAMED, {"names": list(names)}).fetchall()
    known = {key for row in rows for key in row[:2]}
    for name in names:
        if name not in known:
            raise LookupError(f"no record or customer {name} in the published copy")
    return Known(
        planned_day_of(current_copy(published)),
        tuple(Record(*row[:3]) for row in rows),
        {row[0] for row in rows if row[3]},
    )


def print_customer(console: Console, home: Path, name: str, *, unmasked: bool) -> None:
    """Print the records of a customer, what ties them, what is under review or decided, and how it changed.

    Raises:
        FileNotFoundError: nothing has been published yet.
        LookupError: the customer is unknown.
    """
    [customer] = {one.customer_id for one in look_up(home, [name]).records}
    with open_for_reading(home / "published") as connection:
        given = {"customer": customer}
        records = connection.execute(RECORDS, given).fetchall()
        kept = PERSONAL_FROM if not unmasked else len(records[0])
        shown = [(*row[:kept], *map(masked, row[kept:])) for row in records]
        console.print(f"customer {customer}, named after the record marked *", highlight=False)
        of_record = ("record", "dealer", "loaded", "name", "birth", "tax id", "emails", "phones", "addresses")
        print_table(console, of_record, shown, title="Records", nothing=NOTHING)
        for title, columns, query in (
            ("What ties them", ("record", "and", "evidence", "bits", "decided by", "because"), LINKS),
            (
                "Under review, or kept apart",
                ("verdict", "record", "and", "other customer", "why", "evidence", "bits"),
                OPEN,
            ),
            (
                "How it changed",
                ("day", "event", "record", "from", "into", "why"),
                CHANGES + ABOUT + NEWEST_FIRST,
            ),
        ):
            rows = connection.execute(query, given).fetchall()
            print_table(console, columns, rows, title=title, nothing=NOTHING)


def print_queue(console: Console, home: Path, most: int) -> None:
    """Print the pairs under review with most at stake. Raises FileNotFoundError when nothing is published yet."""
    columns = ("", "record", "and", "euros, 24 months", "vehicles", "ways", "bits", "why", "evidence")
    with open_for_reading(home / "published") as connection:
        rows = connection.execute(QUEUE, {"most": most}).fetchall()
    print_table(console, columns, rows, title="To review", nothing=NOTHING)


def print_log(console: Console, home: Path, most: int) -> None:
    """Print the newest merges and splits. Raises FileNotFoundError when nothing is published yet."""
    columns = ("day", "event", "record", "from", "into", "why")
    with open_for_reading(home / "published") as connection:
        query = f"{CHANGES}{NEWEST_FIRST} limit $most"
        rows = connection.execute(query, {"most": most}).fetchall()
    print_table(console, columns, rows, title="Merges and splits", nothing=NOTHING)


def masked(value: object) -> str:
    """Return the first sign of each word of a value: enough to compare, too little to know.

    >>> masked("ANA GARCIA"), masked(None)
    ('A••• G•••', '')
    """
    return "" if value is None else " ".join(f"{word[0]}•••" for word in str(value).split())
