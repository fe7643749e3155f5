-- A dealer's own number, typed where the customer's should stand.
with points as (

    select * from {{ ref('stg_contact_point') }}

),

dealer_parties as (

    select * from {{ ref('int_dealer_parties') }}
    where is_certain

),

final as (

    select {{ finding('DEALER_PHONE', 'points', 'cp_key', 'value_raw', 'contact_point') }}
    from points
    left join dealer_parties
        on points.party_key = dealer_parties.party_key
    where
        points.kind <> 'EMAIL'
        and points.unusable_reason = 'DEALER_OWN'
        and dealer_parties.party_key is null

)

select * from final
