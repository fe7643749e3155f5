-- A failing row is a staged party that the identity map misses: the components were computed from
-- other parties than those of today.
{{ config(meta={'dagster': {'ref': {'name': 'int_identity_map'}}}) }}

with parties as (

    select * from {{ ref('stg_party') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

final as (

    select parties.party_key
    from parties
    left join identity_map
        on parties.party_key = identity_map.party_key
    where identity_map.party_key is null

)

select * from final
