-- A failing row may forbid a contact and was refused: have it sent in a form that can be read, or
-- say why nothing is lost (periplo landing settle).
{{ config(meta={'dagster': {'ref': {'name': 'unheeded_rights'}}}) }}

select
    table_name,
    loaded_at,
    file,
    line,
    reason,
    detail
from {{ ref('unheeded_rights') }}
