-- A failing row is a source table of which rows were lost or counted twice between landing and staging.
{{ config(meta={'dagster': {'ref': {'name': 'row_accounting'}}}) }}

select *
from {{ ref('row_accounting') }}
where landed <> current_rows + superseded + quarantined
