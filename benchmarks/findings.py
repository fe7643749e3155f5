"""The tables up to the findings of faults, or up to other models, from raw, in a process of its own.

    python -m benchmarks.findings [MODEL …]

Belongs here: building a part of a night. The home is the one that the environment names; it holds landed rows.
"""

import argparse
import json
import sys

from benchmarks.night import NodesFailedError, call_box
from orchestration import dbt_runs
from orchestration.assets.transform import build_arguments
from orchestration.settings import Settings

FINDINGS = "int_quality_findings"
_AFTER_IDENTITY = "source:ml.identity_components+"


def main() -> None:
    """Build the models and what they rest on, identity between the two halves; tests do not run."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("models", nargs="*", default=[FINDINGS])
    models = arguments.parse_args().models
    settings = Settings()
    settings.export_to_environment()
    variables = json.dumps({"as_of": settings.first_day.isoformat()})
    manifest = dbt_runs.parse(dbt_runs.run_folder())

    def build(*selection: str) -> None:
        print(f"  {' '.join(selection)}", file=sys.stderr, flush=True)
        command = ["--quiet", "--no-write-json", "build", "--vars", variables, *build_arguments(selection)]
        result = dbt_runs.invoke(
            [*command, "--exclude-resource-type", "test"], dbt_runs.run_folder(), manifest
        )
        dbt_runs.close_warehouse()
        if not result.success:
            failed = [run for run in getattr(result.result, "results", ()) if run.status in ("error", "fail")]
            named = "; ".join(f"{run.node.unique_id}: {run.message}" for run in failed)
            raise NodesFailedError(named or str(result.exception))

    inputs = ("+int_identity_pairs", "+int_household_links")
    build("--select", *(f"+{one}" for one in models), *inputs, "--exclude", _AFTER_IDENTITY)
    for box in ("identity_weights", "identity_components"):
        call_box(box, settings.first_day.isoformat())
    build("--select", *(f"+{one},{_AFTER_IDENTITY}" for one in models))


if __name__ == "__main__":
    main()
