-- A failing row is a batch with more faulty rows than is usual: somebody should ask the source, and
-- the plan of the day stands all the same.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'data_quality'}}}) }}

{{ batches_over_the_limit('WARN') }}
