"""What customers say after a visit or a delivery: surveys and complaints, by the law of ``simulator/voices.py``.

Belongs here: the source rows. Visits are in `next_day/workshop.py`, deliveries in `next_day/deliveries.py`.
"""

from datetime import date, timedelta

import numpy as np

from simulator import voices
from simulator.next_day.batch import Row
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.parameters import figure
from simulator.tables.workshop import BAD, CONTENT, GOOD


def after_visit(
    out: Day, about: Row, kind: str, dealer: str, day: date, number: str, streams: Streams
) -> None:
    """A survey answered some days later, now and then a complaint.

    `about` names party and vehicle, `number` the repair order closed on `day`.
    """
    if not about["party_src_id"]:
        return
    _survey(out, {**about, "ro_no": number}, "CVA", dealer, day, number, streams)
    if streams.one("ticket", number) >= voices.ticket_rates(np.array([kind], dtype=object))[0]:
        return
    opened = day + timedelta(days=int(streams.one("ticket day", number) * 5))
    length = figure("ticket_days")
    days = streams.generator("ticket length", number).gamma(length["SHAPE"], length["SCALE"])
    closing = opened + timedelta(days=int(np.ceil(days)))
    moment, done = f"{opened} 18:45:00", f"{closing} 19:00:00"
    row = {
        "ticket_id": f"TN{number}",
        **about,
        "category": streams.choose("ticket kind", [number], figure("ticket_category"))[0],
        "severity": streams.choose("ticket severity", [number], figure("ticket_severity"))[0],
        "opened_ts": moment,
    }
    out.land("ticket", opened, {**row, **stamp(dealer, moment)})
    out.land("ticket", closing, {**row, "closed_ts": done, **stamp(dealer, moment, done)})


def after_delivery(out: Day, about: Row, order: str, dealer: str, streams: Streams) -> None:
    """A survey about the sale, asked some days after the delivery of today."""
    asked = out.day + timedelta(days=voices.SALE_SURVEY_DAYS)
    _survey(out, {**about, "order_id": order}, "CVS", dealer, asked, order, streams)


def _words(score: int, number: str, streams: Streams) -> str:
    """What some write beside their marks."""
    if streams.one("writes", number) >= figure("survey_words"):
        return ""
    words = GOOD if score >= CONTENT else BAD
    return str(words[streams.whole("words", number, 0, len(words))])


def _survey(out: Day, about: Row, kind: str, dealer: str, event: date, number: str, streams: Streams) -> None:
    if streams.one("survey", number) >= figure("survey_answers")[kind]:
        return
    answered = event + timedelta(days=1 + int(streams.one("survey day", number) * 5))
    drawn = streams.generator("nps", number)
    level = figure("nps")["SERVICE" if kind == "CVA" else "SALES"]
    marks = (drawn.integers(low, high, 1) for low, high in ((9, 11), (0, 7), (7, 9)))
    score = int(voices.scores(level, drawn.random(1), *marks)[0])
    moment = f"{answered} {streams.clock('survey time', [number], 9, 22)[0]}"
    row = {
        "survey_id": f"SV{number}",
        "survey_type": kind,
        **about,
        "nps": str(score),
        "overall_score": str(max(1, score)),
        "verbatim": _words(score, number, streams),
        "answered_ts": moment,
    }
    out.land("survey", answered, {**row, **stamp(dealer, moment)})
