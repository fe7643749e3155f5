-- A dealer as the owner of a car: a demonstration or pre-registered one, not a customer's.
with ownerships as (

    select * from {{ ref('stg_ownership') }}

),

dealer_parties as (

    select * from {{ ref('int_dealer_parties') }}
    where is_certain

),

final as (

    select {{ finding('DEALER_DEMO', 'ownerships', 'ownership_key', 'party_src_id', 'ownership') }}
    from ownerships
    inner join dealer_parties
        on ownerships.party_key = dealer_parties.party_key

)

select * from final
