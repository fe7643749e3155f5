"""The one module that talks to MLflow: runs, files of models, versions and aliases.

Belongs here: everything that needs ``mlflow``, imported inside functions because it takes seconds. No
autologging, no ``log_model`` and no MLflow loader, since those write or run pickles: a model is a plain file
of a run, data without code, and its bytes are checked against the decision that promoted it before anything is read
from them. What is in force is decided in ``ml.decisions``; the alias ``champion`` shows it to people.
"""

import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from ml.model import ArtifactError

CHAMPION, CHALLENGER = "champion", "challenger"
EXPERIMENT = "periplo"
# The file of an estimator; what is learnt otherwise has a name of its own.
MODEL_FILE = "model.skops"


@dataclass(frozen=True)
class RegisteredVersion:
    """A version of a registered model and the run that made it."""

    model_name: str
    model_version: str
    run_id: str


@dataclass(frozen=True)
class Registry:
    """The MLflow store under ``<home>/mlflow``: a SQLite file and a folder of artifacts, no server."""

    home: Path

    @property
    def tracking_uri(self) -> str:
        """Address of the store, for ``mlflow ui --backend-store-uri``."""
        return f"sqlite:///{self._root / 'mlflow.db'}"

    @property
    def _root(self) -> Path:
        return self.home.resolve() / "mlflow"

    def _client(self) -> Any:  # mlflow has no types under strict checking
        os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
        os.environ.setdefault("DO_NOT_TRACK", "true")
        for noisy in ("mlflow", "alembic"):
            logging.getLogger(noisy).setLevel(logging.WARNING)
        from mlflow import MlflowClient

        (self._root / "artifacts").mkdir(parents=True, exist_ok=True)
        return MlflowClient(tracking_uri=self.tracking_uri, registry_uri=self.tracking_uri)

    def register(
        self,
        model_name: str,
        as_of: date,
        content: bytes,
        *,
        params: Mapping[str, str],
        metrics: Mapping[str, float],
        tags: Mapping[str, str],
        file_name: str = MODEL_FILE,
    ) -> RegisteredVersion:
        """Record one training as a run and its model file as a new version, with the alias ``challenger``.

        The run is dated by its as-of day, not by the clock. ``metrics`` must be finite. No row of data is
        recorded.
        """
        from mlflow.entities import Metric, Param, RunTag
        from mlflow.exceptions import MlflowException

        client = self._client()
        experiment_id = self._experiment(client)
        moment = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp() * 1000)
        run = client.create_run(
            experiment_id, start_time=moment, run_name=f"{model_name} {as_of.isoformat()}"
        )
        run_id = str(run.info.run_id)
        client.log_batch(
            run_id,
            metrics=[Metric(key, value, moment, 0) for key, value in sorted(metrics.items())],
            params=[Param(key, value) for key, value in sorted(params.items())],
            tags=[RunTag(key, value) for key, value in sorted(tags.items())],
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file_name
            path.write_bytes(content)
            client.log_artifact(run_id, str(path))
        client.set_terminated(run_id, status="FINISHED", end_time=moment)
        try:
            client.get_registered_model(model_name)
        except MlflowException as error:
            if error.error_code != "RESOURCE_DOES_NOT_EXIST":
                raise
            client.create_registered_model(model_name)
        version = client.create_model_version(
            model_name, source=f"{run.info.artifact_uri}/{file_name}", run_id=run_id, tags=dict(tags)
        )
        result = RegisteredVersion(model_name, str(version.version), run_id)
        self.set_alias(model_name, CHALLENGER, result.model_version)
        return result

    def _experiment(self, client: Any) -> str:
        """Find or make the experiment that writes below this home.

        An experiment's place cannot be changed, so a home that was moved gets another experiment.
        """
        location = (self._root / "artifacts").as_uri()
        moved = f"{EXPERIMENT} {sha256(location.encode()).hexdigest()[:8]}"
        for name in (EXPERIMENT, moved):
            experiment = client.get_experiment_by_name(name)
            if experiment is None:
                return str(client.create_experiment(name, location))
            if experiment.artifact_location == location:
                break
        return str(experiment.experiment_id)

    def set_alias(self, model_name: str, alias: str, model_version: str) -> None:
        """Move an alias to a version."""
        self._client().set_registered_model_alias(model_name, alias, model_version)

    def version_by_alias(self, model_name: str, alias: str) -> str | None:
        """Return the version that an alias points to, or None when model or alias does not exist."""
        from mlflow.exceptions import MlflowException

        try:
            return str(self._client().get_model_version_by_alias(model_name, alias).version)
        except MlflowException as error:
            if error.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
                return None
            raise

    def tag_version(self, model_name: str, model_version: str, tags: Mapping[str, str]) -> None:
        """Write tags on a version, such as the gate's verdict."""
        client = self._client()
        for key, value in sorted(tags.items()):
            client.set_model_version_tag(model_name, model_version, key, value)

    def content(self, model_name: str, model_version: str, run_id: str, file_name: str = MODEL_FILE) -> bytes:
        """Read the unverified bytes of a version's model file.

        The path is built from the run's id and not from the store's recorded address, so that a home that was
        moved still works. Raises ArtifactError when the file is not there.
        """
        path = self._root / "artifacts" / run_id / "artifacts" / file_name
        if not run_id.isalnum() or not path.is_file():
            raise ArtifactError(f"{model_name} version {model_version}: its file is missing at {path}")
        return path.read_bytes()
