with identity_map as (

    select * from {{ ref('int_identity_map') }}

),

components as (

    select * from {{ source('ml', 'household_components') }}

),

nodes as (

    select * from {{ ref('int_identity_nodes') }}

),

-- Links of identity are links of a household too, so all records of a customer are in one.
ranked as (

    select
        identity_map.customer_id,
        first_value(nodes.party_key) over (
            partition by components.component_id
            order by nodes.first_loaded_at, nodes.party_key
        ) as earliest_party_key
    from identity_map
    inner join nodes
        on identity_map.party_key = nodes.party_key
    inner join components
        on identity_map.party_key = components.party_key

),

final as (

    select distinct
        customer_id,
        {{ surrogate_id(["'HOUSEHOLD'", 'earliest_party_key']) }} as household_id
    from ranked

)

select * from final
