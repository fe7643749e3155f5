"""What the landed rows told before the night: who objected, consented, is listed, had dealings with us.

Belongs here: plain readings of source rows, written apart from the pipeline on purpose, so that the judge
does not repeat its mistakes. The truth is read elsewhere.
"""

import hashlib
from functools import cached_property

import pandas as pd

from simulator.frames import as_date
from simulator.judge.night import Night
from simulator.next_day.reach import plain

# What counts as turning to the brand, and answers to its contacts that do.
INTERACTIONS = (("lead", "received_ts"), ("ticket", "opened_ts"), ("survey", "answered_ts"))
ANSWERS = ("REPLY", "CALL_OK")
CHANNELS = ("LETTER", "CALL", "SMS", "EMAIL")


def _point(is_mail: bool, value: str) -> str:
    return value.strip().lower() if is_mail else plain(value)[-9:]


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
        rows += [wide.assign(channel=channel) for channel in CHANNELS]
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
    def opposed(self) -> set[str]:
        """Customers of whose parties one objected last: that stops every channel (L3), whichever it named."""
        last = self.consents.loc[self.consents["action"] == "OBJECT", "party_src_id"]
        return self.night.members(last) | self.night.members(
            pd.Series(sorted(self.requested("OBJECT")), dtype=str)
        )

    @cached_property
    def objections(self) -> set[tuple[str, str]]:
        """Customer and channel with an objection, or a consent taken back, of any of its parties."""
        last = self.consents[self.consents["action"] == "REVOKE"]
        found = set(zip(last["party_src_id"].map(self.night.customer_of), last["channel"], strict=True))
        return found | {(who, channel) for who in self.opposed for channel in CHANNELS}

    @cached_property
    def opposed_points(self) -> set[str]:
        """Mails and numbers that a customer who objected gave us, as `_point` writes them."""
        rows = self.night.known("contact_point")
        mine = rows[rows["party_src_id"].map(self.night.customer_of).isin(self.opposed)]
        return {
            _point(kind == "EMAIL", value)
            for kind, value in zip(mine["kind"], mine["value_raw"], strict=True)
        }

    def is_opposed(self, channel: str, address: str) -> bool:
        """Return whether the mail or number used is one that somebody who objected gave us too (L17)."""
        return channel != "LETTER" and _point(channel == "EMAIL", address) in self.opposed_points

    @cached_property
    def grants(self) -> dict[tuple[str, str], pd.Timestamp]:
        """Day of the latest grant that no later act ended, by customer and channel."""
        last = self.consents[self.consents["action"] == "GRANT"].sort_values("at")
        pairs = zip(last["party_src_id"].map(self.night.customer_of), last["channel"], strict=True)
        return dict(zip(pairs, last["at"].dt.normalize(), strict=True))

    @property
    def dead(self) -> pd.Series:
        """Parties noted as deceased."""
        return self._flagged("deceased")

    @property
    def staff(self) -> pd.Series:
        """Parties noted as employees."""
        return self._flagged("is_employee")

    def _flagged(self, column: str) -> pd.Series:
        parties: pd.Series = self.parties.loc[is_yes(self.parties[column]), "party_src_id"]
        return parties

    @cached_property
    def born(self) -> pd.Series:
        """The latest credible birth of each customer's parties: the youngest of them counts."""
        birth = as_date(self.parties["birth_date"])
        credible = birth.dt.year.between(1901, self.night.day.year)
        customer = self.parties["party_src_id"].map(self.night.customer_of)
        youngest: pd.Series = birth[credible].groupby(customer[credible]).max()
        return youngest

    @cached_property
    def contract_until(self) -> pd.Series:
        """Last day of the contracts with the brand itself, by customer: those who held the car when one began."""
        parts = []
        for table in ("service_plan", "warranty_extension"):
            rows = self.night.known(table)
            days = {"begin": as_date(rows["start_date"]), "end": as_date(rows["end_date"])}
            parts.append(rows[["vehicle_src_id"]].assign(**days))
        held = self.night.known("ownership")
        held = held[held["role"].str.strip().str.upper() != "DRIVER"]
        held = held.assign(since=as_date(held["valid_from"]), until=as_date(held["valid_to"]))
        both = held.merge(pd.concat(parts), on="vehicle_src_id")
        holds = (both["since"] <= both["begin"]) & ~(both["until"] <= both["begin"])
        begun = both[holds & (both["begin"] < pd.Timestamp(self.night.day))]
        return begun["end"].groupby(begun["party_src_id"].map(self.night.customer_of)).max()

    @cached_property
    def club(self) -> set[str]:
        """Customers in the brand's club."""
        return self.night.members(self.night.known("loyalty_member")["party_src_id"])

    @cached_property
    def last_interaction(self) -> pd.Series:
        """Day on which each customer last turned to the brand or answered it."""
        parts = [
            self.night.known(table)[["party_src_id", moment]].set_axis(["party_src_id", "at"], axis=1)
            for table, moment in INTERACTIONS
        ]
        response = self.night.known("response")
        answer = response[response["response_type"].str.strip().str.upper().isin(ANSWERS)]
        asked = self.night.known("contact").set_index("contact_src_id")["party_src_id"]
        parts.append(
            pd.DataFrame({"party_src_id": answer["contact_src_id"].map(asked), "at": answer["response_ts"]})
        )
        told = pd.concat(parts, ignore_index=True)
        at, customer = as_date(told["at"]), told["party_src_id"].map(self.night.customer_of)
        before = at < pd.Timestamp(self.night.day)
        return at[before].groupby(customer[before]).max()

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
