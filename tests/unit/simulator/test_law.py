"""What the law allows, case by case of the domain's section 5."""

import pandas as pd
import pytest

from simulator.law import shares_objection, verdicts

DAY = pd.Timestamp("2026-06-28")


FLAGS = (
    "has_consent",
    "objected",
    "opposed",
    "shares_objection",
    "robinson_listed",
    "own_contract",
    "club_member",
)
FACTS: dict[str, object] = {
    "channel": "EMAIL",
    **dict.fromkeys(FLAGS, False),
    **dict.fromkeys(("contract_until", "last_interaction", "died_on", "erased_on")),
    "consent_date": DAY - pd.Timedelta(days=30),
    "birth_date": pd.Timestamp("1980-01-01"),
}


def verdict(message_class: str = "commercial", /, **values: object) -> str:
    return str(verdicts(pd.DataFrame([{**FACTS, **values}]), DAY)[message_class][0])


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        ("ALLOWED", {"channel": "EMAIL", "has_consent": True}),
        ("ALLOWED", {"channel": "SMS", "own_contract": True}),
        ("L2", {"channel": "EMAIL"}),
        ("L2", {"channel": "SMS", "club_member": True}),
        ("ALLOWED", {"channel": "LETTER"}),
        ("L4", {"channel": "LETTER", "robinson_listed": True}),
        ("ALLOWED", {"channel": "CALL", "robinson_listed": True, "has_consent": True}),
        ("L5", {"channel": "CALL", "own_contract": True, "last_interaction": DAY - pd.Timedelta(days=366)}),
        (
            "ALLOWED",
            {"channel": "CALL", "club_member": True, "last_interaction": DAY - pd.Timedelta(days=300)},
        ),
        ("L5", {"channel": "CALL", "last_interaction": DAY - pd.Timedelta(days=3)}),
        ("ALLOWED", {"channel": "CALL", "own_contract": True, "contract_until": DAY}),
        ("L3", {"channel": "LETTER", "objected": True, "has_consent": True}),
        ("L12", {"has_consent": True, "birth_date": pd.Timestamp("2008-06-29")}),
        ("ALLOWED", {"has_consent": True, "birth_date": pd.Timestamp("2008-06-28")}),
        ("L13", {"has_consent": True, "erased_on": DAY - pd.Timedelta(days=1)}),
        ("DEAD", {"has_consent": True, "died_on": pd.Timestamp("2026-01-01")}),
    ],
)
def test_a_commercial_contact(expected: str, values: dict[str, object]) -> None:
    assert verdict(**values) == expected


def test_an_objection_stops_surveys_but_neither_news_of_an_order_nor_a_safety_recall() -> None:
    found = {kind: verdict(kind, objected=True) for kind in ("survey", "operational", "safety")}
    assert found == {"survey": "L3", "operational": "ALLOWED", "safety": "ALLOWED"}


@pytest.mark.parametrize(
    ("expected", "day", "given"),
    [
        ("L5", "2026-03-02", "2024-03-01"),
        ("ALLOWED", "2026-03-01", "2024-03-01"),
        ("ALLOWED", "2025-12-27", "2020-01-01"),
    ],
)
def test_a_consent_to_calls_expires_after_two_years(expected: str, day: str, given: str) -> None:
    facts = {**FACTS, "channel": "CALL", "has_consent": True, "consent_date": pd.Timestamp(given)}
    assert verdicts(pd.DataFrame([facts]), pd.Timestamp(day))["commercial"][0] == expected


def test_an_objection_blocks_the_point_for_everybody_who_has_it() -> None:
    people = pd.DataFrame(
        {
            "person_id": [1, 2, 3, 4],
            "email": ["a@x.es", "a@x.es", None, "d@x.es"],
            "mobile": ["+34600000001", "+34600000002", None, "+34600000001"],
            "landline": ["+34910000001", "+34910000001", "+34910000001", None],
        }
    )
    status = pd.DataFrame(
        [(n, channel, n == 1) for n in people["person_id"] for channel in ("LETTER", "CALL", "SMS", "EMAIL")],
        columns=["person_id", "channel", "opposed"],
    )
    shares = status[shares_objection(status, people)]
    found = set(zip(shares["person_id"], shares["channel"], strict=True))
    # The second is called on a mobile of his own, the third has the landline alone.
    assert found == {(2, "EMAIL"), (3, "CALL"), (4, "CALL"), (4, "SMS")}
    blocked = {
        kind: verdict(kind, has_consent=True, shares_objection=True) for kind in ("commercial", "survey")
    }
    assert blocked == {"commercial": "L17", "survey": "L17"}
    assert verdict("safety", shares_objection=True) == "ALLOWED"
