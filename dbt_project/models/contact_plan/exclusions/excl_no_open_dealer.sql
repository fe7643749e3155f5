-- The message names a dealer and none is open for this customer.
with candidates as (

    select * from {{ ref('candidates') }}

),

open_dealers as (

    select * from {{ ref('int_open_dealers') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'NO_OPEN_DEALER' as reason_code
    from candidates
    left join open_dealers on candidates.dealer_id = open_dealers.dealer_id
    where
        candidates.needs_dealer
        and open_dealers.dealer_id is null

)

select * from final
