-- Renewal: fleets have an account manager.
with candidates as (

    select * from {{ ref('candidates') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'FLEET' as reason_code
    from candidates
    inner join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    where
        candidates.plan_code = 'RENEWAL'
        and vehicles.is_fleet

)

select * from final
