-- First year: the buyer no longer owns or drives the car.
with candidates as (

    select * from {{ ref('candidates') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'TRANSFERRED_VEHICLE' as reason_code
    from candidates
    inner join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    where
        candidates.plan_code = 'FIRST_YEAR'
        and candidates.customer_id is distinct from vehicles.owner_customer_id
        and candidates.customer_id is distinct from vehicles.driver_customer_id

)

select * from final
