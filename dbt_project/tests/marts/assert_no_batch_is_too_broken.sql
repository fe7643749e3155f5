-- A failing row is a batch with more faulty rows than a rule that stops the night allows: what is
-- known of people, their objections too, would rest on broken columns.
{{ config(meta={'dagster': {'ref': {'name': 'data_quality'}}}) }}

{{ batches_over_the_limit('BLOCK') }}
