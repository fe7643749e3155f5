with nodes as (

    select * from {{ ref('int_identity_nodes') }}

),

points as (

    select * from {{ ref('int_identity_points') }}

),

final as (
    {{ block_keys('nodes', 'points', var('identity_blocks'), 'party_key') }}

)

select * from final
