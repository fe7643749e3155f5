"""A model's bytes: they give the same model back, and nothing that runs is loaded from them."""

import pytest
from sklearn.preprocessing import FunctionTransformer
from threadpoolctl import threadpool_limits

from ml.estimators import FAMILIES
from ml.features import FEATURES
from ml.model import ArtifactError, FittedModel, digest, dump, load, seal, verify
from tests.unit.ml.conftest import SECRET

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("registry")


def test_a_model_survives_its_bytes(trained):
    outcome = trained[1].outcomes[0]
    content = dump(outcome.training.model)
    verify(
        content, "renewal", "1", secret=SECRET,
        expected_sha256=digest(content), expected_hmac=seal(content, "renewal", "1", SECRET),
    )  # fmt: skip
    again = load(content)
    frame = outcome.training.holdout.frame
    assert (again.predict(frame) == outcome.training.model.predict(frame)).all()
    assert again.spec == outcome.training.model.spec


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_family_survives_its_bytes(trained, family):
    holdout = trained[1].outcomes[0].training.holdout
    with threadpool_limits(limits=1):
        pipeline = FAMILIES[family](FEATURES).fit(holdout.frame, holdout.label)
    model = FittedModel("renewal", family, FEATURES, pipeline, slope=0.9, intercept=-0.1)
    assert (load(dump(model)).predict(holdout.frame) == model.predict(holdout.frame)).all()


def test_a_file_with_a_function_inside_is_not_loaded(trained):
    model = trained[1].outcomes[0].training.model
    hostile = FittedModel(model.name, model.family, model.spec, FunctionTransformer(print), 1.0, 0.0)
    with pytest.raises(ArtifactError, match="not trusted"):
        load(dump(hostile))
