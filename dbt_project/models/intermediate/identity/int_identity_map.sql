with nodes as (

    select * from {{ ref('int_identity_nodes') }}

),

components as (

    select * from {{ source('ml', 'identity_components') }}

),

ranked as (

    select
        nodes.party_key,
        first_value(nodes.party_key) over (
            partition by components.component_id
            order by nodes.first_loaded_at, nodes.party_key
        ) as earliest_party_key,
        count(*) over (partition by components.component_id) as record_count
    from nodes
    inner join components
        on nodes.party_key = components.party_key

),

final as (

    select
        party_key,
        {{ surrogate_id(['earliest_party_key']) }} as customer_id,
        earliest_party_key,
        record_count
    from ranked

)

select * from final
