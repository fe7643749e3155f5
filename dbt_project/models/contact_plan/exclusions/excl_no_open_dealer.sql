-- The message names a dealer and none is open for this customer.
with candidates as (

    select * from {{ ref('candidates') }}

),

dealers as (

    select * from {{ ref('stg_dealer') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'NO_OPEN_DEALER' as reason_code
    from candidates
    left join dealers on candidates.dealer_id = dealers.dealer_id
    where
        candidates.needs_dealer
        and (
            dealers.dealer_id is null
            or dealers.close_date <= {{ as_of_date() }}
        )

)

select * from final
