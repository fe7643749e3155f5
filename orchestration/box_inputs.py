"""What each Python box reads of dbt's tables: read outside dbt, so each has an enforced contract and an exposure.

Belongs here: the names only, so that whoever checks dbt can read them. How a box stands in the graph is in ``boxes``.
"""

from collections.abc import Mapping

# By the name of the box: the table (``schema.name``) by what the box calls it.
BOX_INPUTS: Mapping[str, Mapping[str, str]] = {
    **{
        box: {"records": "intermediate.int_identity_nodes", "pairs": "intermediate.int_identity_pairs"}
        for box in ("ml__trained_identity", "ml__identity_weights")
    },
    "ml__identity_components": {
        "records": "intermediate.int_identity_nodes",
        "pairs": "intermediate.int_identity_pairs",
        "touched": "intermediate.int_identity_touched",
        "household_links": "intermediate.int_household_links",
    },
    "ml__trained_models": {
        "features": "features.customer_vehicle_features",
        "labels": "features.labels",
        "value_features": "features.customer_value_features",
        "value_labels": "features.customer_value_labels",
        "traits": "features.customer_traits",
    },
    "ml__scores": {"features": "features.customer_vehicle_features"},
    "ml__customer_values": {"features": "features.customer_value_features"},
    "audiences": {
        "customers": "marts.customer_360",
        "vehicles": "marts.vehicle_360",
        "visitors": "marts.visitor_360",
        "triggers": "marts.triggers",
    },
    "ml__customer_clusters": {"traits": "features.customer_traits"},
    "ml__cluster_profiles": {"traits": "features.customer_traits"},
    "ml__allocation": {
        "candidates": "contact_plan.allocation_input",
        "limits": "contact_plan.allocation_limits",
    },
    "delivery": {
        "export": "activation.contact_export",
        "holdout_assignment": "activation.holdout_assignment_export",
        "identity_change": "activation.identity_change_export",
        "suppression": "activation.suppression_list",
    },
}


def input_keys(box: str) -> list[list[str]]:
    """Return the asset keys, as paths, of the dbt tables that a box reads.

    >>> input_keys("ml__scores")
    [['features', 'customer_vehicle_features']]
    """
    return [relation.split(".") for relation in BOX_INPUTS[box].values()]
