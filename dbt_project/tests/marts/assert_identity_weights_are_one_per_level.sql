-- A failing row is a level of agreement with several weights: evidence would be said twice.
-- Asked where the weights are read; alone it would be a step of the night.
-- depends_on: {{ ref('int_identity_map') }}
{{ config(meta={'dagster': {'ref': {'name': 'int_identity_map'}}}) }}

with weights as (

    select * from {{ source('ml', 'identity_weights') }}

),

final as (

    select
        entity,
        attribute,
        level
    from weights
    group by entity, attribute, level
    having count(*) > 1

)

select * from final
