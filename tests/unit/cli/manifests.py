"""A manifest as small as the pages need: one model, one source, one seed, two metrics."""

from typing import Any

MODEL = "model.shop.contact_outcomes"
SEMANTIC = "semantic_model.shop.contacts"
SENT = "metric.shop.contacts_sent"
RATE = "metric.shop.response_rate"
PARTY = "source.shop.raw.party"
READ = "read_parquet('raw/party/**/*.parquet')"


def params(**given: Any) -> dict[str, Any]:
    return {"measure": None, "numerator": None, "denominator": None, "expr": None, "metrics": []} | given


def metric(name: str, **given: Any) -> dict[str, Any]:
    return {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "type": "simple",
        "description": "",
        "filter": None,
        "original_file_path": "models/contacts.yml",
        "created_at": 1.0,
    } | given


def small_manifest() -> dict[str, Any]:
    model = {
        "name": "contact_outcomes",
        "alias": "contact_outcomes",
        "resource_type": "model",
        "database": "shop",
        "schema": "measurement",
        "original_file_path": "models/contact_outcomes.sql",
        "description": "Contacts & what <followed>.",
        "config": {"group": "measurement"},
        "compiled_code": f"select party_id as contact_id from {READ}",
        "columns": {
            "contact_id": {"name": "contact_id", "description": "Key.", "data_type": "varchar", "config": {}},
            "email": {"name": "email", "description": "Address.", "config": {"meta": {"pii": "contact"}}},
        },
    }
    seed = {
        **model,
        "name": "channels",
        "alias": "channels",
        "resource_type": "seed",
        "schema": "seeds",
        "original_file_path": "../seeds/channels.csv",
        "config": {"group": None},
        "compiled_code": None,
        "columns": {},
    }
    source = {
        **model,
        "name": "party",
        "identifier": "party",
        "resource_type": "source",
        "schema": "raw",
        "relation_name": READ,
        "config": {},
        "columns": {"party_id": {"name": "party_id", "description": "Key.", "data_type": "varchar"}},
    }
    semantic = {
        "name": "contacts",
        "label": "Contacts",
        "description": "Contacts <b>made</b>.",
        "depends_on": {"nodes": [MODEL]},
        "dimensions": [{"name": "channel", "description": "Channel."}],
        "measures": [{"name": "contacts", "agg": "count", "expr": "contact_id"}],
    }
    return {
        "nodes": {MODEL: model, "seed.shop.channels": seed},
        "sources": {PARTY: source},
        "child_map": {PARTY: [MODEL]},
        "groups": {"group.shop.measurement": {"name": "measurement", "owner": {"name": "Measurement"}}},
        "semantic_models": {SEMANTIC: semantic},
        "metrics": {
            RATE: metric(
                "response_rate",
                type="ratio",
                description="Numerator: answers.\nUnit: share. It does not measure effect.",
                type_params=params(
                    numerator={"name": "contacts_sent"}, denominator={"name": "contacts_sent"}
                ),
                depends_on={"nodes": [SENT]},
                created_at=2.0,
            ),
            SENT: metric(
                "contacts_sent",
                description="Contacts <script>alert(1)</script> sent.",
                type_params=params(measure={"name": "contacts"}),
                depends_on={"nodes": [SEMANTIC]},
                filter={
                    "where_filters": [{"where_sql_template": "{{ Dimension('contact__arm') }} = 'TEST'"}]
                },
            ),
        },
    }
