"""What the boxes of Python read of dbt's tables: promised by a contract, and shown as an exposure."""

from collections.abc import Mapping

from tests.architecture.rules import Manifest, meta_of, models_of, relation_of

# {"box": {"what it calls the table": "schema.table"}}
Inputs = Mapping[str, Mapping[str, str]]


def box_inputs_that_promise_nothing(manifest: Manifest, inputs: Inputs) -> list[str]:
    """Tables read by name that are no public model with an enforced contract: a rename would break the box at night."""
    promised = {
        relation_of(model)
        for model in models_of(manifest)
        if model["access"] == "public" and model["config"]["contract"]["enforced"]
    }
    return [
        f"{box} reads {relation}"
        for box, read in inputs.items()
        for relation in read.values()
        if relation not in promised
    ]


def boxes_unlike_their_exposures(manifest: Manifest, inputs: Inputs) -> list[str]:
    """A table that a box reads and no exposure of the box shows, one shown and not read, a box that is none."""
    shown: dict[str, set[str]] = {box: set() for box in inputs}
    for exposure in manifest["exposures"].values():
        for box in meta_of(exposure).get("boxes", []):
            shown.setdefault(box, set()).update(
                relation_of(manifest["nodes"][parent])
                for parent in exposure["depends_on"]["nodes"]
                if parent in manifest["nodes"]
            )
    return [
        f"{box}: {relation}"
        for box, relations in sorted(shown.items())
        for relation in sorted(relations ^ set(inputs.get(box, {}).values()))
    ]
