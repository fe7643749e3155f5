"""What identity costs on staged records: SQL, scores and components, beside Splink on the same records.

    python -m benchmarks.identity_cost --result FILE

Belongs here: what is measured. The home is the one that the environment names; staging stands in its warehouse and
weights are in force. Training is apart, for a night has its weights.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.identity_demo import read_records
from benchmarks.identity_splink import clusters, people_and_companies
from benchmarks.identity_stage import BOX, IDENTITY
from benchmarks.meter import Cost, metered
from benchmarks.night import build_stage, call_box
from orchestration import dbt_runs
from orchestration.settings import Settings


def main() -> None:
    """Build and match anew, then run Splink; write what each part cost."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--result", type=Path, required=True)
    result = arguments.parse_args().result
    settings = Settings()
    settings.export_to_environment()
    day = settings.first_day.isoformat()
    variables = json.dumps({"as_of": day})
    manifest = dbt_runs.parse(dbt_runs.run_folder())
    parts: dict[str, Cost] = {}
    with metered(parts, "sql"):
        nodes = build_stage(IDENTITY, variables, manifest)
    # What dbt itself takes does not grow with the records.
    parts["sql"] = Cost(parts["sql"].wall_s, sum(one.cpu_s for one in nodes.values()), parts["sql"].peak_gb)
    with metered(parts, BOX):
        call_box("identity_components", day)
    records = read_records(settings.warehouse_path)
    with metered(parts, "splink"):
        clusters(records, people_and_companies())
    models = {name.split(".")[-1]: one.cpu_s for name, one in nodes.items()}
    result.write_text(
        json.dumps(
            {
                "records": len(records),
                "parts": {name: asdict(one) for name, one in parts.items()},
                "models": models,
            }
        )
    )


if __name__ == "__main__":
    main()
