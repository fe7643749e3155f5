"""The part of a night that is identity, for measuring it alone: its models, and the judging of its pairs.

Belongs here: what counts as identity. People and companies, without households, which are made from them.
"""

from datetime import date

from ml.identity.api import weights_in_force
from ml.identity.decisions import decisions_table
from orchestration import identity_state, stages
from orchestration.assets.identity import MATCHING, NoWeightsError
from orchestration.box_inputs import BOX_INPUTS
from orchestration.resources import Warehouse
from orchestration.settings import Settings

# The name of the part that is Python.
BOX = "scores_and_components"
IDENTITY = stages.Stage("identity", " ".join(identity_state.MODELS))


def judged(day: date) -> None:
    """Judge the pairs of the warehouse that the environment names.

    Raises:
        NoWeightsError: there are none to judge them by.
    """
    settings = Settings()
    weights = weights_in_force(settings.home_path, day, settings.secret("model_secret"))
    if weights is None:
        raise NoWeightsError(f"no identity weights are in force on {day}")
    decisions = decisions_table(settings.home_path, until=day)
    identity_state.judge(Warehouse(), weights, decisions, BOX_INPUTS[MATCHING])
