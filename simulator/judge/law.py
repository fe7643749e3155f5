"""Who must not be contacted: every delivered contact checked against what we knew and against what is true.

Belongs here: rules about the person and the channel. Counts over time and capacity are in `judge/caps.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from simulator.frames import as_date, records
from simulator.judge.known import Known, is_yes
from simulator.judge.night import Night, seed_rows
from simulator.next_day.reach import same_point

ADULT = 18
MARKETING = frozenset({"COMMERCIAL"})
Contact = dict[str, Any]


@dataclass
class Finding:
    """One law over one night.

    `by_knowledge` counts contacts that break it by what had landed: must be 0. `by_truth_only` counts those
    that break it in truth though nothing that had landed for this customer told so.
    """

    law: str
    by_knowledge: int = 0
    by_truth_only: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, contact_id: str, known: bool, true: bool) -> None:
        """Count one contact."""
        self.by_knowledge += known
        self.by_truth_only += true and not known
        if (known or true) and len(self.examples) < 5:
            self.examples.append(contact_id)


def _age(born: date | pd.Timestamp | None, day: date) -> int | None:
    if born is None or pd.isna(born) or not 1901 <= born.year <= day.year:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class PersonLaws:
    """The rules of one night, each as two questions: did we know, and is it true."""

    def __init__(self, night: Night, known: Known) -> None:
        """Read once what the rules need."""
        self.night, self.known = night, known
        parties = known.parties
        self.dead = night.members(parties.loc[is_yes(parties["deceased"]), "party_src_id"])
        self.staff = night.members(parties.loc[is_yes(parties["is_employee"]), "party_src_id"])
        born = as_date(parties["birth_date"])
        young = [(_age(b, night.day) or ADULT) < ADULT for b in born]
        self.minors = night.members(parties.loc[young, "party_src_id"])
        self.erased = night.members(pd.Series(sorted(known.requested("ERASE")), dtype=str))
        self.dealt = night.members(pd.Series(sorted(known.dealt_lately), dtype=str))
        self.bought = night.members(pd.Series(sorted(known.bought), dtype=str))
        world = night.world
        self.dealt_people = {world.person_of[p] for p in known.dealt_lately if p in world.person_of}
        self.bought_people = {world.person_of[p] for p in known.bought if p in world.person_of}
        holidays = seed_rows("holidays", night.day)
        today = holidays[holidays["holiday_date"] == night.day.isoformat()] if len(holidays) else holidays
        self.closed = set(today["province_code"]) if len(today) else set()

    def person(self, contact: Contact) -> dict[str, Any]:
        """Return the truth about the addressed person, empty when unknown."""
        number = contact["person_id"]
        return (
            {}
            if number is None or pd.isna(number)
            else self.night.world.person.get(int(float(str(number))), {})
        )

    def status(self, contact: Contact) -> dict[str, Any]:
        """Return the true legal status of the person for the channel, empty when unknown."""
        person = self.person(contact)
        if not person:
            return {}
        return self.night.world.legal.get((int(str(person["person_id"])), str(contact["channel"])), {})

    def erasure(self, contact: Contact) -> tuple[bool, bool]:
        """Nobody erased."""
        return contact["customer_id"] in self.erased, not pd.isna(self.person(contact).get("erased_on"))

    def death(self, contact: Contact) -> tuple[bool, bool]:
        """Nobody deceased."""
        return contact["customer_id"] in self.dead, not pd.isna(self.person(contact).get("died_on"))

    def employee(self, contact: Contact) -> tuple[bool, bool]:
        """No employees in anything commercial."""
        return contact["customer_id"] in self.staff, bool(self.person(contact).get("is_employee", False))

    def minor(self, contact: Contact) -> tuple[bool, bool]:
        """No marketing below 18."""
        age = _age(self.person(contact).get("birth_date"), self.night.day)
        return contact["customer_id"] in self.minors, age is not None and age < ADULT

    def objection(self, contact: Contact) -> tuple[bool, bool]:
        """An objection stops the channel."""
        known = (contact["customer_id"], contact["channel"]) in self.known.objections
        return known, bool(self.status(contact).get("objected", False))

    def robinson(self, contact: Contact) -> tuple[bool, bool]:
        """Nobody on the exclusion list without consent."""
        customer, channel = str(contact["customer_id"]), str(contact["channel"])
        granted = (customer, channel) in self.known.grants
        known = not granted and self.known.is_listed(customer, channel, str(contact["address"]))
        status = self.status(contact)
        return known, bool(status.get("robinson_listed", False)) and not bool(
            status.get("has_consent", False)
        )

    def electronic(self, contact: Contact) -> tuple[bool, bool]:
        """Email and SMS need consent or an own earlier contract."""
        if contact["channel"] not in {"EMAIL", "SMS"}:
            return False, False
        customer = str(contact["customer_id"])
        known = (customer, str(contact["channel"])) in self.known.grants or customer in self.bought
        true = (
            bool(self.status(contact).get("has_consent", False)) or contact["person_id"] in self.bought_people
        )
        return not known, not true

    def call_basis(self, contact: Contact) -> tuple[bool, bool]:
        """A call needs consent in force or dealings within twelve months."""
        if contact["channel"] != "CALL":
            return False, False
        customer = str(contact["customer_id"])
        known = (customer, "CALL") in self.known.grants or customer in self.dealt
        true = (
            bool(self.status(contact).get("has_consent", False)) or contact["person_id"] in self.dealt_people
        )
        return not known, not true

    def call_day(self, contact: Contact) -> tuple[bool, bool]:
        """Calls Monday to Friday, never on holidays."""
        if contact["channel"] != "CALL":
            return False, False
        closed = self.night.day.weekday() >= 5 or "*" in self.closed
        return closed, closed or self.person(contact).get("province_code") in self.closed

    def laws(self) -> list[tuple[str, frozenset[str] | None, Callable[[Contact], tuple[bool, bool]]]]:
        """Return name, message classes (None: all) and question of every law."""
        return [
            ("erased person (L13)", None, self.erasure),
            ("deceased person", None, self.death),
            ("employee", MARKETING, self.employee),
            ("minor (L12)", MARKETING, self.minor),
            ("objection (L3)", MARKETING, self.objection),
            ("exclusion list without consent (L4)", MARKETING, self.robinson),
            ("email or SMS without basis (L2)", MARKETING, self.electronic),
            ("call without basis (L5, L9)", MARKETING, self.call_basis),
            ("call on a day without calls (L7)", MARKETING, self.call_day),
        ]


def person_findings(night: Night, known: Known) -> list[Finding]:
    """Check every delivered contact against every law about its person."""
    laws = PersonLaws(night, known)
    contacts = records(night.contacts)
    findings = []
    for name, classes, question in laws.laws():
        finding = Finding(name)
        for contact in contacts:
            if classes is None or contact["message_class"] in classes:
                finding.add(str(contact["contact_id"]), *question(contact))
        findings.append(finding)
    return findings


def reach(night: Night) -> dict[str, int]:
    """Return how many contacts reach the true person, and how many go elsewhere."""
    rows = records(night.contacts)
    people = night.world.person
    good = [r for r in rows if not pd.isna(r["person_id"]) and int(r["person_id"]) in people]
    hits = sum(same_point(people[int(r["person_id"])], str(r["channel"]), str(r["address"])) for r in good)
    return {"contacts": len(rows), "reach_the_person": hits, "go_elsewhere": len(rows) - hits}
