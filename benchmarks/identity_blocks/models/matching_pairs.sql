with records as (

    select * from {{ var('records') }}

),

keys as (

    select * from {{ ref('matching_keys') }}

),

{{ met_in_blocks('keys', 'party_key', var('rules'), var('most')) }},

final as (

    select
        met.party_key_a,
        met.party_key_b,
        {{ side_by_side('one', 'other', var('columns')) }}
    from met
    inner join records as one
        on met.party_key_a = one.party_key
    inner join records as other
        on met.party_key_b = other.party_key

)

select * from final
