"""How far the scores are from the best possible, and whether the plan picks those on whom a contact has an
effect.

Belongs here: expected quality under the true probabilities, without any drawn outcome. Drawing them would add
noise; the formulas below are the means over all draws.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator import truth
from simulator.effects import contact_effects, family_of, offer_kind
from simulator.judge.night import Night
from simulator.next_day.inbox import PLAN_WORDS

Floats = npt.NDArray[np.float64]


def expected_auc(scores: Floats, chances: Floats) -> float:
    """Return the AUC that scores have on average when outcome i happens with chances[i].

    Each pair counts with p_i (1 - p_j); ties count half. A subject is no pair with itself.

    >>> chances = np.array([0.1, 0.5, 0.9])
    >>> round(expected_auc(chances, chances), 3), expected_auc(np.ones(3), chances)
    (0.94, 0.5)
    """
    _, group = np.unique(scores, return_inverse=True)
    yes, no = np.bincount(group, weights=chances), np.bincount(group, weights=1 - chances)
    below = np.concatenate([[0.0], np.cumsum(no)[:-1]])
    alone = float((chances * (1 - chances)).sum())
    won = float((yes * (below + no / 2)).sum()) - alone / 2
    total = float(chances.sum() * (1 - chances).sum()) - alone
    return won / total if total > 0 else 0.5


def expected_quality(scores: Floats, chances: Floats) -> dict[str, float]:
    """Return the expected AUC, Brier score and log-loss of scores under the true chances."""
    safe = np.clip(scores, 1e-6, 1 - 1e-6)
    brier = (scores - chances) ** 2 + chances * (1 - chances)
    loss = -(chances * np.log(safe) + (1 - chances) * np.log(1 - safe))
    return {
        "auc": expected_auc(scores, chances),
        "brier": float(brier.mean()),
        "log_loss": float(loss.mean()),
    }


def model_quality(night: Night) -> dict[str, dict[str, float]]:
    """Return by model the quality of the night's scores, of the true chances, and of the mean chance for
    everybody.
    """
    scores = night.table("ml.scores")
    if scores.empty:
        return {}
    scores = scores[pd.to_datetime(scores["as_of_date"]) == pd.Timestamp(night.day)]
    scores = scores.sort_values("model_version").drop_duplicates(
        ["model_name", "customer_id", "vehicle_id"], keep="last"
    )
    scores = scores.assign(vehicle_src_id=scores["vehicle_id"].map(night.vehicle_src))
    chances = truth.read(night.home, "label_probability")
    chances = chances[chances["as_of_date"] <= pd.Timestamp(night.day)].sort_values("as_of_date")
    chances = chances.drop_duplicates(["model_name", "person_id", "vehicle_src_id"], keep="last")
    people = night.identity.dropna(subset=["person_id"]).drop_duplicates(["customer_id", "person_id"])
    joined = scores.merge(people[["customer_id", "person_id"]], on="customer_id")
    joined = joined.merge(chances, on=["model_name", "person_id", "vehicle_src_id"])
    joined = joined.drop_duplicates(["model_name", "customer_id", "vehicle_id"])
    result = {}
    for name, rows in joined.groupby("model_name"):
        score = rows["score"].to_numpy(dtype=np.float64)
        chance = rows["p_true"].to_numpy(dtype=np.float64)
        mean = np.full(len(rows), chance.mean(), dtype=np.float64)
        found, best = expected_quality(score, chance), expected_quality(chance, chance)
        floor = expected_quality(mean, chance)
        result[str(name)] = {
            "subjects": float(len(rows)),
            "scored": float((scores["model_name"] == name).sum()),
            **found,
            **{f"best_{key}": value for key, value in best.items()},
            **{f"mean_{key}": value for key, value in floor.items()},
            **{f"gap_{key}": abs(best[key] - found[key]) for key in best},
            "mean_score": float(score.mean()),
            "mean_chance": float(chance.mean()),
        }
    return result


def _plan(code: str) -> str:
    return next((name for word, name in PLAN_WORDS if word in code.upper()), code)


def uplift_of_plan(night: Night) -> dict[str, dict[str, float]]:
    """Return by plan the mean true effect of the selected contacts and of a random draw of candidates.

    The effect of a contact is that of its plan, channel and offer for the hidden type of the true person.
    """
    decisions = night.table("contact_plan.decisions")
    if decisions.empty or "plan_code" not in decisions:
        return {}
    types = {
        (int(person), str(family)): str(kind)
        for person, family, kind in night.world.truth("uplift").itertuples(index=False)
    }
    first = night.identity.dropna(subset=["person_id"]).drop_duplicates("customer_id")
    person_of = dict(zip(first["customer_id"], first["person_id"].astype(int), strict=True))
    rows = decisions.assign(
        person_id=decisions["customer_id"].map(person_of), plan=decisions["plan_code"].map(_plan)
    )
    rows = rows.dropna(subset=["person_id"])
    if "message_class" in rows:
        rows = rows[rows["message_class"] == "COMMERCIAL"]
    family = rows["plan"].map(family_of)
    kinds = [types.get(key, "LOST") for key in zip(rows["person_id"].astype(int), family, strict=True)]
    offers = rows["offer_code"].map(offer_kind) if "offer_code" in rows else ["PRICE"] * len(rows)
    channels = rows["channel"] if "channel" in rows else ["EMAIL"] * len(rows)
    rows = rows.assign(effect=contact_effects(rows["plan"], kinds, channels, offers))
    reasons = rows["all_reasons"] if "all_reasons" in rows else pd.Series("", index=rows.index)
    people = rows[~reasons.fillna("").astype(str).str.contains("OBJECTED|ERASED|DECEASED|ROBINSON")]
    result = {}
    for plan, group in people.groupby("plan_code"):
        chosen = group[group["verdict"] == "SELECTED"]
        pool = group.drop_duplicates(["customer_id", "vehicle_id"])
        if len(chosen):
            result[str(plan)] = {
                "selected": float(len(chosen)),
                "candidates": float(len(pool)),
                "selected_effect": float(chosen["effect"].mean()),
                "random_effect": float(pool["effect"].mean()),
                "expected_extra_outcomes": float(chosen["effect"].sum()),
            }
    return result
