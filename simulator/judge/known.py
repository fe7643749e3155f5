"""What the landed rows told before the night: who objected, consented, is listed, had dealings with us.

Belongs here: plain readings of source rows, written apart from the pipeline on purpose, so that the judge
does not repeat its mistakes. The truth is read elsewhere.
"""

import hashlib
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from simulator.frames import as_date
from simulator.judge.night import Night
from simulator.next_day.reach import plain

CALL_CONSENT_YEARS_SINCE = date(2025, 12, 28)
DEALINGS = (
    ("repair_order", "payer_party_src_id", "opened_date"),
    ("appointment", "party_src_id", "slot_ts"),
    ("sales_order", "party_src_id", "order_date"),
    ("lead", "party_src_id", "received_ts"),
    ("ticket", "party_src_id", "opened_ts"),
    ("survey", "party_src_id", "answered_ts"),
    ("web_event", "party_src_id", "event_ts"),
)


def is_yes(values: pd.Series) -> pd.Series:
    """Read the source's booleans."""
    return values.str.strip().str.upper().isin(["Y", "S", "1", "TRUE", "SI", "YES"])


class Known:
    """Readings of the landed rows of one night."""

    def __init__(self, night: Night) -> None:
        """Keep the night; tables are read when needed."""
        self.night = night

    @cached_property
    def parties(self) -> pd.DataFrame:
        """The newest landed parties."""
        return self.night.known("party")

    @cached_property
    def consents(self) -> pd.DataFrame:
        """The last own-marketing act towards the brand by party and channel, ties to the most restrictive."""
        events = self.night.known("consent_event")
        for name in ("controller", "purpose", "channel", "action"):
            events[name] = events[name].str.strip().str.upper()
        events = events[(events["controller"] == "BRAND") & (events["purpose"] == "OWN_MKT")]
        act = pd.to_datetime(
            events["event_ts"].where(events["event_ts"] != "", events["created_at"]), errors="coerce"
        )
        events = events.assign(at=act.fillna(as_date(events["event_ts"])).fillna(pd.Timestamp("1970-01-01")))
        wide = events[events["channel"] == "ALL"]
        rows = [events[events["channel"] != "ALL"]]
        rows += [wide.assign(channel=channel) for channel in ("LETTER", "CALL", "SMS", "EMAIL")]
        order = {"GRANT": 0, "DENY": 1, "REVOKE": 2, "OBJECT": 3}
        each = pd.concat(rows).assign(strength=lambda frame: frame["action"].map(order).fillna(1))
        each = each[each["at"] < pd.Timestamp(self.night.day)]
        return each.sort_values(["at", "strength", "consent_id"]).drop_duplicates(
            ["party_src_id", "channel"], keep="last"
        )

    def requested(self, kind: str) -> set[str]:
        """Parties that used a right of this kind."""
        rows = self.night.known("rights_request")
        return set(rows.loc[rows["request_type"].str.strip().str.upper() == kind, "party_src_id"])

    @cached_property
    def objections(self) -> set[tuple[str, str]]:
        """Customer and channel with an objection of any of its parties."""
        last = self.consents[self.consents["action"].isin(["OBJECT", "REVOKE"])]
        found = set(zip(last["party_src_id"].map(self.night.customer_of), last["channel"], strict=True))
        for party in self.requested("OBJECT"):
            found |= {
                (self.night.customer_of.get(party, ""), channel)
                for channel in ("LETTER", "CALL", "SMS", "EMAIL")
            }
        return found

    @cached_property
    def grants(self) -> set[tuple[str, str]]:
        """Customer and channel with a grant in force; consent to calls lapses after two years."""
        last = self.consents[self.consents["action"] == "GRANT"]
        if self.night.day >= CALL_CONSENT_YEARS_SINCE:
            limit = pd.Timestamp(self.night.day) - pd.DateOffset(years=2)
            last = last[(last["channel"] != "CALL") | (last["at"] >= limit)]
        return set(zip(last["party_src_id"].map(self.night.customer_of), last["channel"], strict=True))

    @cached_property
    def dealt_lately(self) -> set[str]:
        """Parties with dealings in the twelve months before the night, or a contract alive."""
        start, end = pd.Timestamp(self.night.day - timedelta(days=366)), pd.Timestamp(self.night.day)
        found: set[str] = set()
        for table, party, moment in DEALINGS:
            rows = self.night.known(table)
            dates = as_date(rows[moment])
            found |= set(rows.loc[(dates >= start) & (dates < end), party])
        return (found | self._contract_alive()) - {""}

    def _contract_alive(self) -> set[str]:
        day, ownership = pd.Timestamp(self.night.day), self.night.known("ownership")
        covered: set[str] = set()
        for table, end in (
            ("service_plan", "end_date"),
            ("warranty_extension", "end_date"),
            ("vehicle", "warranty_end"),
        ):
            rows = self.night.known(table)
            covered |= set(rows.loc[as_date(rows[end]) >= day, "vehicle_src_id"])
        holders = ownership[ownership["vehicle_src_id"].isin(covered) & (ownership["valid_to"] == "")]
        orders, finance = self.night.known("sales_order"), self.night.known("finance_contract")
        running = finance[(as_date(finance["end_date"]) >= day)]["order_id"]
        buyers = orders[orders["order_id"].isin(set(running))]
        going = orders[~orders["stage"].str.upper().isin(["DELIVERED", "CANCELLED"])]
        return set(holders["party_src_id"]) | set(buyers["party_src_id"]) | set(going["party_src_id"])

    @cached_property
    def bought(self) -> set[str]:
        """Parties with an own contract with the brand: an order, a car, a service plan or a membership."""
        orders = self.night.known("sales_order")
        found = set(orders.loc[orders["stage"].str.upper() != "CANCELLED", "party_src_id"])
        found |= set(self.night.known("loyalty_member")["party_src_id"])
        return (found | set(self.night.known("ownership")["party_src_id"])) - {""}

    @cached_property
    def listed(self) -> set[tuple[str, str]]:
        """Digest and channel on the exclusion list before the night."""
        rows = self.night.known("robinson")
        rows = rows[as_date(rows["listed_date"]) < pd.Timestamp(self.night.day)]
        return set(
            zip(
                rows["identifier_hash"].str.strip().str.lower(),
                rows["channel"].str.strip().str.upper(),
                strict=True,
            )
        )

    @cached_property
    def tax_ids(self) -> dict[str, set[str]]:
        """Digests of the tax ids of each customer."""
        found: dict[str, set[str]] = {}
        for party, number in zip(self.parties["party_src_id"], self.parties["tax_id"], strict=True):
            customer = self.night.customer_of.get(party)
            if customer and plain(number):
                found.setdefault(customer, set()).add(hashlib.sha256(plain(number).encode()).hexdigest())
        return found

    def is_listed(self, customer: str, channel: str, address: str) -> bool:
        """Return whether the address used, or the customer's tax id, stands on the list for the channel."""
        if channel == "EMAIL":
            digests = {hashlib.sha256(address.strip().lower().encode()).hexdigest()}
        elif channel in {"SMS", "CALL"}:
            digests = {hashlib.sha256(f"+34{plain(address)[-9:]}".encode()).hexdigest()}
        else:
            digests = set()
        return any((digest, channel) in self.listed for digest in digests | self.tax_ids.get(customer, set()))
