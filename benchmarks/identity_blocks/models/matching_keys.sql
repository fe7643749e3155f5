with records as (

    select * from {{ var('records') }}

),

final as (
    {{ block_keys('records', 'points', var('rules'), 'party_key') }}

)

select * from final
