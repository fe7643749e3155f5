"""Write the JSON schema by which editors check a definition: ``python -m audiences.render_schema``."""

import json
from pathlib import Path

from audiences.definition import definition_schema

SCHEMA_FILE = Path(__file__).parent / "definition.schema.json"


def rendered_schema() -> str:
    """Return the schema as it stands in the file."""
    return json.dumps(definition_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(rendered_schema(), encoding="utf-8")
