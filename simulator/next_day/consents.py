"""What people agree to on a day and take back: at the first meeting, when they are asked again, of their own will.

Belongs here: consent events, by the figures of ``tables/consent.py``. Objections are in `next_day/rights.py`, what a
contact provokes in `next_day/answers.py`.
"""

from typing import Any

import pandas as pd

from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.parameters import figure

CHANNELS = ("LETTER", "CALL", "SMS", "EMAIL")


def scope(channel: str) -> tuple[str, ...]:
    """Channels that an act speaks of.

    >>> scope("SMS"), len(scope("ALL"))
    (('SMS',), 4)
    """
    return CHANNELS if channel == "ALL" else (channel,)


def first_consent(out: Day, party: str, dealer: str, source: str, streams: Streams) -> None:
    """Land what somebody says to the form of a dealer.

    `source` is the form: that of a sale (DEALER), where a buyer is asked for the finance company too, or that of the
    workshop.
    """
    optin = float(figure("optin_at_sale" if source == "DEALER" else "optin_at_workshop"))
    given = streams.one("opt in", party) < optin
    if not given:
        if streams.one("opt out said", party) < figure("consent_denied"):
            _land(out, party, dealer, "D", "DENY", "ALL", source)
            for name in CHANNELS:
                out.hide("denial", {"party_src_id": party, "channel": name})
        return
    channel = streams.choose("opt in channel", [party], figure("consent_channel"))[0]
    controller = streams.choose("opt in controller", [party], figure("consent_controller"))[0]
    _land(out, party, dealer, "", "GRANT", channel, source, controller=controller)
    if controller == "BRAND":
        for name in scope(channel):
            out.hide("consent", {"party_src_id": party, "channel": name})
    for purpose, ticked in figure("consent_boxes").items():
        if streams.one(f"asked {purpose}", party) < ticked["ASKED"]:
            agrees = streams.one(f"agrees {purpose}", party) < ticked["GRANTED"]
            action = "GRANT" if agrees else "DENY"
            _land(out, party, dealer, purpose[0], action, "ALL", source, purpose=purpose)
    if source == "DEALER" and streams.one("finance", party) < figure("finance_consent"):
        _land(out, party, dealer, "F", "GRANT", "ALL", source, controller="FINANCE")


def later_acts(
    out: Day, alive: pd.DataFrame, party_of: dict[int, str], status: pd.DataFrame, streams: Streams
) -> None:
    """Consents that are given again to the call centre, and those taken back on the web; by people who gave one.

    `status` is the legal status by person and channel; an objection stands whatever is said later.
    """
    mine = status[status["has_consent"] & status["person_id"].isin(alive["person_id"])]
    ids = [int(number) for number in mine["person_id"].unique() if int(number) in party_of]
    for stream, yearly, action, source in (
        ("renewed", figure("daily")["consents_renewed_per_year"], "GRANT", "CALL_CENTRE"),
        ("revoked", figure("daily")["consents_revoked_per_year"], "REVOKE", "WEB"),
    ):
        draws = streams.uniform(f"consent {stream}", ids)
        for number in [each for each, draw in zip(ids, draws, strict=True) if draw < yearly / 365.0]:
            party = party_of[number]
            channel = "ALL"
            if action == "REVOKE":
                channel = streams.choose("revoked channel", [number], figure("consent_channel"))[0]
            _land(out, party, "", f"{out.day:%y%m%d}{action[2]}", action, channel, source)
            for name in scope(channel):
                if action == "REVOKE":
                    out.hide("revocation", {"person_id": number, "channel": name})
                else:
                    out.hide("consent", {"party_src_id": party, "channel": name})


def _land(
    out: Day, party: str, dealer: str, mark: str, action: str, channel: str, source: str, **other: Any
) -> None:
    moment = f"{out.day} 12:35:00"
    row = {
        "consent_id": f"CE{party}{mark}",
        "party_src_id": party,
        "controller": "BRAND",
        "purpose": "OWN_MKT",
        "channel": channel,
        "action": action,
        "event_ts": moment,
        "source": source,
        "text_version": f"v{out.day.year}",
        "proof_ref": f"scan/{party}",
        **other,
    }
    out.land("consent_event", out.day, {**row, **stamp(dealer, moment)})
