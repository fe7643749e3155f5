"""Where things are and what they are called: ``periplo.toml``, overridden by the environment.

Belongs here: paths, names, secrets of the environment. Business thresholds belong in ``seeds/`` or dbt vars.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ingestion.reader.limits import ParserLimits
from ingestion.sources.configuration import SourceSettings

ROOT = Path(__file__).resolve().parent.parent
# As much as DuckDB would take of a machine by itself.
_SHARE_OF_MEMORY = 0.8


@contextmanager
def shown_environment(**values: str | None) -> Iterator[None]:
    """Have the block, and what it starts, find these values in the environment; None: no such variable."""
    before = {name: os.environ.get(name) for name in values}
    _put(values)
    try:
        yield
    finally:
        _put(before)


def _put(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


class MissingSecretError(RuntimeError):
    """A secret that a step needs is not in the environment."""


class Settings(BaseSettings):
    """One reading of the configuration; cheap, so read it where it is needed."""

    model_config = SettingsConfigDict(
        env_prefix="PERIPLO_",
        env_nested_delimiter="__",
        toml_file=ROOT / "periplo.toml",
        extra="forbid",
        frozen=True,
    )

    home: Path = Field(default=Path("var"), description="root of everything generated")
    warehouse: Path | None = Field(default=None, description="private build file, one writer")
    first_day: date = Field(default=date(2026, 6, 28), description="first day that can be planned")
    full_refresh: bool = Field(
        default=False, description="build anew what a night would go on from the one before"
    )
    memory_limit_gb: float = Field(
        default=6, gt=0, description="most memory of DuckDB while dbt builds; what does not fit goes to disk"
    )
    threads: int = Field(default=2, ge=1, description="threads of DuckDB; they change nothing but speed")
    landing_limits: ParserLimits = Field(
        default=ParserLimits(), description="what reading one landed file may cost"
    )
    source: SourceSettings = Field(default=SourceSettings(), description="the operational source")
    source_url: SecretStr | None = Field(default=None, description="connection string of a source database")
    suppression_secret: SecretStr | None = Field(default=None, description="key of the suppression digests")
    model_secret: SecretStr | None = Field(default=None, description="key that signs model files")

    @field_validator("home")
    @classmethod
    def _home_that_the_database_finds(cls, home: Path) -> Path:
        if "," in str(ROOT / home):
            raise ValueError(
                f"{ROOT / home} has a comma, at which DuckDB splits the folders that it looks in"
            )
        return home

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, the environment over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def home_path(self) -> Path:
        """Absolute root of everything generated."""
        return ROOT / self.home

    @property
    def warehouse_path(self) -> Path:
        """Absolute path of the private build file."""
        return (
            self.warehouse.absolute() if self.warehouse else self.home_path / "warehouse" / "periplo.duckdb"
        )

    def require_secrets(self) -> None:
        """Raise MissingSecretError unless all that every night needs is there, before anything else is loaded."""
        for name in ("suppression_secret", "model_secret"):
            self.secret(name)

    def secret(self, name: str) -> bytes:
        """Return the secret ``suppression_secret``, ``model_secret`` or ``source_url``.

        Raises:
            MissingSecretError: it is not set; the message names the variable.
        """
        value: SecretStr | None = getattr(self, name)
        if value is None or not value.get_secret_value():
            hint = "" if name == "source_url" else " (make demo makes one for you)"
            raise MissingSecretError(f"PERIPLO_{name.upper()} is not set: put it in the environment{hint}")
        return value.get_secret_value().encode()

    def export_to_environment(self) -> None:
        """Tell dbt and Dagster, which read the environment, which home and files to use."""
        self.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("DAGSTER_HOME", str(ROOT / "dagster_home"))
        storage = os.environ.setdefault("PERIPLO_DAGSTER_STORAGE", str(self.home_path / "dagster"))
        Path(storage).mkdir(parents=True, exist_ok=True)
        os.environ["PERIPLO_HOME"] = str(self.home_path)
        os.environ["PERIPLO_WAREHOUSE"] = str(self.warehouse_path)
        os.environ["PERIPLO_THREADS"] = str(self.threads)
        machine_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        os.environ["PERIPLO_MEMORY_LIMIT"] = (
            f"{min(self.memory_limit_gb, _SHARE_OF_MEMORY * machine_gb):.2f}GB"
        )
