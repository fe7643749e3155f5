"""The legal status after a day: what people agreed to and refused, and what the law makes of it.

Belongs here: folding consents, objections, contracts and deaths of the day into truth table `legal_status`. The law is
in ``simulator/law.py``.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pandas as pd

from simulator import law
from simulator.frames import records
from simulator.next_day.consents import CHANNELS
from simulator.next_day.day import Day
from simulator.next_day.rows import Fields, clean, erased, folded
from simulator.next_day.world import World

FLAGS = (
    "has_consent",
    "objected",
    "opposed",
    "shares_objection",
    "robinson_listed",
    "own_contract",
    "club_member",
)
Status = Callable[[int, str], Fields]
INTERACTIONS = (("lead", "received_ts"), ("ticket", "opened_ts"), ("survey", "answered_ts"))


def _interacted(out: Day, persons: Mapping[str, int]) -> set[int]:
    """People who turned to the brand on the day, or answered a contact at once."""
    parties = {
        str(row["party_src_id"])
        for table, moment in INTERACTIONS
        for row in out.tables.get(table, [])
        if row.get("party_src_id") and str(row[moment])[:10] == str(out.day)
    }
    party_of = {row["contact_src_id"]: str(row["party_src_id"]) for row in out.tables.get("contact", [])}
    parties |= {
        party_of[row["contact_src_id"]]
        for row in out.tables.get("response", [])
        if row["response_type"] in {"REPLY", "CALL_OK"} and row["contact_src_id"] in party_of
    }
    return {persons[party] for party in parties if party in persons}


def legal_status(out: Day, world: World) -> list[dict[str, object]]:
    """Legal status after the day of everybody whose status changed."""
    persons = {
        **world.person_of,
        **{str(r["party_src_id"]): int(str(r["person_id"])) for r in out.truth.get("party_link", [])},
    }
    before = world.legal
    rows: dict[tuple[int, str], Fields] = {}

    def status(person: int, channel: str) -> Fields:
        empty = {
            **dict.fromkeys(FLAGS, False),
            **dict.fromkeys(("consent_date", "contract_until", "last_interaction")),
        }
        start = {**empty, **before.get((person, channel), {}), "person_id": person, "channel": channel}
        return rows.setdefault((person, channel), start)

    _agreed(out, persons, status)
    _refused(out, persons, status)
    for number in _interacted(out, persons):
        for channel in CHANNELS:
            status(number, channel)["last_interaction"] = out.day
    for row in out.truth.get("membership", []):
        for channel in CHANNELS:
            status(int(str(row["person_id"])), channel)["club_member"] = True
    for row in out.truth.get("cover", []):
        for channel in CHANNELS:
            own = status(int(str(row["person_id"])), channel)
            ends = [pd.Timestamp(day) for day in (own["contract_until"], row["until"]) if pd.notna(day)]
            own.update(own_contract=True, contract_until=max(ends))
    for row in out.truth.get("person", []):
        for key in [(int(str(row["person_id"])), channel) for channel in CHANNELS]:
            if row["died_on"] == out.day and key in before:
                status(*key)
    people = _people_after(out, world)
    for (person, channel), shares in _shared(rows, people, world).items():
        status(person, channel)["shares_objection"] = shares
    changed = [rows[key] for key in sorted(rows, key=lambda k: (k[0], CHANNELS.index(k[1])))]
    return [clean("legal_status", row) for row in _judged(changed, people, out)]


def _agreed(out: Day, persons: Mapping[str, int], status: Status) -> None:
    """Consents of the day, where no objection stands."""
    for row in out.truth.get("consent", []):
        person = persons.get(str(row["party_src_id"]))
        if person is not None and not status(person, str(row["channel"]))["objected"]:
            status(person, str(row["channel"])).update(has_consent=True, consent_date=out.day)


def _refused(out: Day, persons: Mapping[str, int], status: Status) -> None:
    """Denials, consents taken back, objections and entries of the exclusion list; of several records of a person the
    most restrictive holds.
    """
    for row in out.truth.get("denial", []):
        person = persons.get(str(row["party_src_id"]))
        if person is not None:
            status(person, str(row["channel"]))["has_consent"] = False
    for kind, what in (
        ("listing", {"robinson_listed": True}),
        ("revocation", {"has_consent": False, "objected": True}),
        ("objection", {"has_consent": False, "objected": True, "opposed": True}),
    ):
        for row in out.truth.get(kind, []):
            status(int(str(row["person_id"])), str(row["channel"])).update(what)


def _people_after(out: Day, world: World) -> pd.DataFrame:
    """The truth about people after the day, as far as the law asks for it, by person_id."""
    names = ["person_id", "email", "mobile", "landline", "birth_date", "died_on", "erased_on"]
    changed = [*out.truth.get("person", []), *erased(out, world)]
    rows = folded("person", "person_id", changed, world.person)
    after = pd.DataFrame(rows, columns=names)
    for name in ("birth_date", "died_on", "erased_on"):
        after[name] = pd.to_datetime(after[name])
    both = [world.people[names], after] if len(after) else [world.people[names]]
    return pd.concat(both, ignore_index=True).drop_duplicates("person_id", keep="last")


def _shared(
    rows: Mapping[tuple[int, str], Fields], people: pd.DataFrame, world: World
) -> dict[tuple[int, str], bool]:
    """Who shares a point with an objector after the day and did not before, or the reverse, by person and channel.

    `rows` holds the status after the day of those whose own changed.
    """
    names = ["person_id", "channel", "opposed", "shares_objection"]
    own = pd.DataFrame([{name: row[name] for name in names} for row in rows.values()], columns=names)
    both = pd.concat([world.legal_status[names], own], ignore_index=True) if len(own) else world.legal_status
    status = both.drop_duplicates(["person_id", "channel"], keep="last")
    shares = law.shares_objection(status, people)
    new = status[shares != status["shares_objection"].astype(bool)]
    return {
        (int(person), str(channel)): not before
        for person, channel, before in zip(
            new["person_id"], new["channel"], new["shares_objection"], strict=True
        )
    }


def _judged(rows: list[Fields], people: pd.DataFrame, out: Day) -> list[Fields]:
    """The rows with what the law makes of them after the day."""
    if not rows:
        return rows
    facts = pd.DataFrame(rows).merge(
        people[["person_id", "birth_date", "died_on", "erased_on"]], on="person_id", how="left"
    )
    judged = pd.DataFrame(law.verdicts(facts, pd.Timestamp(out.day + timedelta(days=1))))
    return [{**row, **verdict} for row, verdict in zip(rows, records(judged), strict=True)]
