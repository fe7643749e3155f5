"""How people react to the contacts delivered for a day: what the platform logs, and what really changes.

Belongs here: one contact's fate by the figures of parameters.yml and the hidden types. A reaction that is
seen (an open, a reply) and an effect (a visit that would not have been) are drawn apart, so that gross
response is no measure of effect. Reading the files is `next_day/inbox.py`; the rows of a caused visit are made
in `next_day/workshop.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from simulator import effects
from simulator.next_day.consents import scope
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.next_day.inbox import Contact
from simulator.parameters import figure

# Engagement goes out by season, the rest answers something the customer did or is due.
UNTRIGGERED = frozenset({"ENGAGEMENT"})


@dataclass(frozen=True)
class Addressee:
    """What the truth knows about one contact. `natural` is the chance to convert in the window unasked."""

    person_id: int | None
    reached: bool
    dead_end: bool
    responsiveness: float
    uplift_type: str
    natural: float
    plan: str


@dataclass(frozen=True)
class Effect:
    """What a contact changes: +1 an outcome that would not have been, -1 one that is lost."""

    effect: float
    caused: int
    event_date: date | None


def contact_key(contact_id: str, day: date) -> str:
    """Return the platform's own key of a contact made on a day."""
    return f"CN{day:%y%m%d}{contact_id[:16]}"


def effect_of(contact: Contact, who: Addressee, day: date, streams: Streams) -> Effect:
    """Draw the true effect of a contact, as past campaigns had it (``effects.py``)."""
    if who.person_id is None or not who.reached:
        return Effect(0.0, 0, None)
    offer = effects.offer_kind(contact.offer_code)
    size = effects.contact_effect(who.plan, who.uplift_type, contact.channel, offer)
    window = effects.window_days(contact.family)
    draw = streams.uniform("effect", [contact.contact_id])
    change = int(effects.caused(np.array([who.natural]), np.array([size]), draw)[0])
    if change > 0:
        mean = float(figure("daily")["answer_days"]["mean"])
        delay = -np.log(1.0 - streams.one("effect day", contact.contact_id)) * mean
        return Effect(size, 1, day + timedelta(days=min(1 + int(delay), window - 2)))
    return Effect(size, change, day + timedelta(days=window) if change < 0 else None)


@dataclass(frozen=True)
class Reaction:
    """What the platform sees of one contact: a status and responses (type, days later, clock, reference)."""

    status: str
    responses: tuple[tuple[str, int], ...]
    opted_out: bool


def _seen(contact: Contact, who: Addressee, streams: Streams) -> list[tuple[str, int]]:
    """Responses of a person who is really reached."""
    rates, key = figure("response"), contact.contact_id
    eager = who.responsiveness
    if contact.channel == "EMAIL":
        factor = 1.0 if contact.plan in UNTRIGGERED else float(rates["triggered_email_factor"])
        if streams.one("open", key) >= min(0.95, rates["email_open"] * factor * eager):
            return []
        clicked = streams.one("click", key) < rates["email_click_of_open"]
        return [("OPEN", 0), ("CLICK", 0)] if clicked else [("OPEN", 0)]
    if contact.channel == "SMS":
        return [("REPLY", 0)] if streams.one("sms", key) < rates["sms_reply"] * eager else []
    if contact.channel == "CALL":
        attempts = [f"{key}|{n}" for n in range(int(rates["call_attempts"]))]
        return (
            [("CALL_OK", 0)] if bool((streams.uniform("call", attempts) < rates["call_reach"]).any()) else []
        )
    if streams.one("letter", key) < rates["letter_gross"] * eager:
        days = figure("daily")["answer_days"]
        wait = days["letter_min"] + streams.one("letter day", key) * (days["letter_max"] - days["letter_min"])
        return [("REPLY", int(wait))]
    return []


def _opt_out_chance(contact: Contact, answered: bool) -> float:
    if contact.channel in {"EMAIL", "SMS"}:
        return float(figure("response")["unsubscribe"])
    if contact.channel == "CALL":
        return float(figure("daily")["call_objection"]) if answered else 0.0
    return 0.0


def reaction_of(contact: Contact, who: Addressee, streams: Streams) -> Reaction:
    """Draw what the platform sees of a contact."""
    rates, daily, key = figure("response"), figure("daily"), contact.contact_id
    if who.person_id is None:
        return Reaction("FAILED", (), False)
    if contact.channel == "EMAIL" and who.dead_end:
        return Reaction("BOUNCED", (("BOUNCE", 0),), False)
    if who.dead_end:
        return Reaction("FAILED" if contact.channel in {"SMS", "CALL"} else "SENT", (), False)
    if not who.reached:
        annoyed = streams.one("wrong person", key) < daily["wrong_person_complaint"]
        return Reaction("SENT", (("COMPLAINT", 1),) if annoyed else (), False)
    if contact.channel == "EMAIL" and streams.one("bounce", key) < rates["bounce"]:
        return Reaction("BOUNCED", (("BOUNCE", 0),), False)
    responses = _seen(contact, who, streams)
    factor = float(figure("sleeping_dog_optout_factor")) if who.uplift_type == "SLEEPING_DOG" else 1.0
    opted_out = (
        contact.message_class == "COMMERCIAL"
        and streams.one("opt out", key) < _opt_out_chance(contact, bool(responses)) * factor
    )
    if opted_out:
        responses.append(("UNSUB", 0))
    if streams.one("complaint", key) < daily["complaint"] * factor:
        responses.append(("COMPLAINT", 1))
    return Reaction("SENT", tuple(responses), opted_out)


def _opt_out(out: Day, contact: Contact, person_id: int) -> None:
    """Land the objection and change what holds: a mail opt-out ends the mails, a refused call ends
    everything.
    """
    channel = contact.channel if contact.channel in {"EMAIL", "SMS"} else "ALL"
    moment = f"{out.day} 20:45:00"
    row = {
        "consent_id": f"CE{contact_key(contact.contact_id, out.day)}",
        "party_src_id": contact.party_src_id,
        "controller": "BRAND",
        "purpose": "OWN_MKT",
        "channel": channel,
        "action": "REVOKE" if channel != "ALL" else "OBJECT",
        "event_ts": moment,
        "source": "WEB" if channel != "ALL" else "CALL_CENTRE",
        "text_version": "v2026",
        "proof_ref": f"platform/{contact_key(contact.contact_id, out.day)}",
    }
    out.land("consent_event", out.day, {**row, **stamp("", moment)})
    kind = "objection" if channel == "ALL" else "revocation"
    for name in scope(channel):
        out.hide(kind, {"person_id": person_id, "channel": name})


def answer(
    out: Day, contacts: Iterable[Contact], addressees: dict[str, Addressee], streams: Streams
) -> list[tuple[Contact, Effect]]:
    """Land the platform's log and the reactions to a day's contacts; return the effects to realise.

    `addressees` holds the truth about each contact by contact_id. Each contact's draws hang on its own id, so
    the order of the contacts does not matter.
    """
    drawn: list[tuple[Contact, Effect]] = []
    for contact in contacts:
        who, key = addressees[contact.contact_id], contact_key(contact.contact_id, out.day)
        reaction = reaction_of(contact, who, streams)
        sent = f"{out.day} {streams.clock('sent', [contact.contact_id], 10, 12)[0]}"
        log = {
            "contact_src_id": key,
            "party_src_id": contact.party_src_id,
            "vehicle_src_id": contact.vehicle_src_id,
            "plan_code": contact.plan_code,
            "wave_code": contact.wave_code,
            "offer_code": contact.offer_code,
            "cell": "TEST",
            "channel": contact.channel,
            "sent_ts": sent,
            "status": reaction.status,
            "cost": f"{float(figure('contact_cost')[contact.channel]):.3f}",
            "contact_ref": contact.contact_id,
        }
        out.land("contact", out.day, {**log, **stamp("", sent)})
        clocks = streams.clock(
            "answered", [f"{contact.contact_id}|{kind}" for kind, _ in reaction.responses], 13, 22
        )
        for (kind, days), clock in zip(reaction.responses, clocks, strict=True):
            moment = f"{out.day + timedelta(days=days)} {clock}"
            row = {
                "response_id": f"X{key}{kind}",
                "contact_src_id": key,
                "response_type": kind,
                "response_ts": moment,
            }
            out.land("response", out.day + timedelta(days=days), {**row, **stamp("", moment)})
        if reaction.opted_out and who.person_id is not None:
            _opt_out(out, contact, who.person_id)
        drawn.append((contact, effect_of(contact, who, out.day, streams)))
    return drawn
