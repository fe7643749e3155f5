-- A failing row is a source table of which rows were lost or counted twice from landing to staging.
{{ config(meta={'dagster': {'ref': {'name': 'row_accounting'}}}) }}

select
    table_name,
    landed,
    current_rows,
    superseded,
    quarantined
from {{ ref('row_accounting') }}
where landed <> current_rows + superseded + quarantined
