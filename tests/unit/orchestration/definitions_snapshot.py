"""The asset graph as text that a person reads in a review: every asset, check, job and schedule, in a stable order.

    python -m tests.unit.orchestration.definitions_snapshot

writes it anew; the diff then shows what a change does to the graph.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import dagster as dg

SNAPSHOT = Path(__file__).parent / "definitions_snapshot.txt"
UPDATE = "python -m tests.unit.orchestration.definitions_snapshot"


def render(definitions: dg.Definitions) -> str:
    """Return the whole graph as text, one paragraph an asset in the order of the groups and keys."""
    return "\n".join([*_assets(definitions), *_jobs(definitions), *_schedules(definitions)]) + "\n"


def _assets(definitions: dg.Definitions) -> Iterator[str]:
    graph = definitions.resolve_asset_graph()
    steps = {
        key: asset
        for asset in definitions.assets or []
        if isinstance(asset, dg.AssetsDefinition)
        for key in asset.keys
    }
    nodes = [graph.get(key) for key in graph.get_all_asset_keys()]
    for node in sorted(nodes, key=lambda node: (str(node.group_name), node.key.path)):
        yield f"asset {_name(node.key)}"
        yield f"  group  {node.group_name}"
        yield f"  owners {', '.join(node.owners)}"
        yield f"  kinds  {', '.join(sorted(node.kinds))}"
        for tag, value in sorted(_own(node.tags).items()):
            yield f"  tag    {tag}={value}" if value else f"  tag    {tag}"
        yield f"  due    {due(node.freshness_policy)}"
        if node.key in steps:
            yield f"  step   {steps[node.key].op.name} in pool {steps[node.key].op.pool}"
        for parent in sorted(node.parent_keys):
            yield f"  from   {_name(parent)}"
        for check in sorted(node.check_keys, key=lambda check: check.name):
            effect = "blocks" if graph.get_check_spec(check).blocking else "warns"
            yield f"  {effect:<6} {check.name}"
        yield ""


def _jobs(definitions: dg.Definitions) -> Iterator[str]:
    for job in sorted(definitions.jobs or [], key=lambda job: job.name):
        resolved = definitions.resolve_job_def(job.name)
        yield f"job {job.name}"
        for step in sorted(node.name for node in resolved.nodes):
            yield f"  step   {step}"
        yield ""


def _schedules(definitions: dg.Definitions) -> Iterator[str]:
    for schedule in sorted(definitions.schedules or [], key=lambda schedule: schedule.name):
        yield f"schedule {schedule.name}"
        yield f"  job    {schedule.job_name}"
        yield f"  when   {schedule.cron_schedule} {schedule.execution_timezone or 'UTC'}"
        yield f"  status {schedule.default_status.value}"
        yield ""


def due(policy: dg.FreshnessPolicy | None) -> str:
    """Return when an asset is due, in words."""
    if policy is None:
        return "never"
    if hasattr(policy, "deadline_cron"):
        return f"{policy.deadline_cron} {policy.timezone}, made at most {policy.lower_bound_delta} before"
    return f"warns after {policy.warn_window.to_timedelta()}, fails after {policy.fail_window.to_timedelta()}"


def _own(tags: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in tags.items() if not name.startswith("dagster/")}


def _name(key: dg.AssetKey) -> str:
    return "/".join(key.path)


if __name__ == "__main__":
    from orchestration.definitions import build_definitions

    SNAPSHOT.write_text(render(build_definitions()), encoding="utf-8")
    print(f"wrote {SNAPSHOT}")
