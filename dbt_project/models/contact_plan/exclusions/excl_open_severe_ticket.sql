-- First year: with a severe ticket open, only the care call is made.
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'OPEN_SEVERE_TICKET' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    where
        candidates.plan_code = 'FIRST_YEAR'
        and candidates.trigger_type <> 'CARE'
        and customers.open_severe_ticket

)

select * from final
