"""Scores a finished night against the truth.

Belongs here: putting the parts of the verdict together and writing it. What is measured is in
the modules beside it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from simulator.files import write_atomically
from simulator.judge.caps import cap_findings, capacity_findings, holdout_findings, repeat_findings
from simulator.judge.identity import pairwise
from simulator.judge.known import Known
from simulator.judge.law import Finding, person_findings, reach
from simulator.judge.lifecycle import lifecycle_quality
from simulator.judge.models import model_quality, uplift_of_plan
from simulator.judge.night import Night
from simulator.judge.relation import relation_quality


@dataclass
class Verdict:
    """The score of one night."""

    day: str
    identity: dict[str, float]
    findings: list[Finding]
    holdout: dict[str, float]
    reach: dict[str, int]
    models: dict[str, dict[str, float]]
    uplift: dict[str, dict[str, float]]
    lifecycle: dict[str, float]
    relation: dict[str, float]

    @property
    def lawful(self) -> bool:
        """Whether no law was broken by what we knew."""
        return not any(finding.by_knowledge for finding in self.findings)


def judge_night(home: Path, day: date) -> Verdict:
    """Score the night and write `reports/judge-<day>.json`.

    Raises FileNotFoundError when there is no night or no world, DayOutOfOrderError when an earlier day was
    not simulated, InboxError when a delivered file is damaged.
    """
    night = Night(home, day)
    held, holdout = holdout_findings(night)
    verdict = Verdict(
        day=day.isoformat(),
        identity=pairwise(night.identity["customer_id"], night.identity["person_id"]),
        findings=[
            *person_findings(night, Known(night)),
            *cap_findings(night),
            *capacity_findings(night),
            *repeat_findings(night),
            *held,
        ],
        holdout=holdout,
        reach=reach(night),
        models=model_quality(night),
        uplift=uplift_of_plan(night),
        lifecycle=lifecycle_quality(night),
        relation=relation_quality(night),
    )
    content = json.dumps({**asdict(verdict), "lawful": verdict.lawful}, indent=1, sort_keys=True) + "\n"
    write_atomically(home / "reports" / f"judge-{day.isoformat()}.json", content.encode())
    return verdict
