-- A failing row may forbid a contact and binds nobody, because it was refused or its person is not
-- known: have it sent in a form that can be read, or the record it is about, or say why nothing is
-- lost (periplo landing settle).
{{ config(meta={'dagster': {'ref': {'name': 'unheeded_rights'}}}) }}

select
    table_name,
    loaded_at,
    file,
    line,
    reason,
    detail
from {{ ref('unheeded_rights') }}
