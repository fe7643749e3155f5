-- Over the age limit only where the contact is worth its cost.
with candidates as (

    select * from {{ ref('candidates') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'VEHICLE_TOO_OLD' as reason_code
    from candidates
    inner join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    cross join parameters
    where
        candidates.plan_code = 'AFTERSALES_OUT_OF_WARRANTY'
        and candidates.message_class = 'COMMERCIAL'
        and vehicles.age_years > parameters.vehicle_max_age_years
        and candidates.value <= parameters.old_vehicle_min_value

)

select * from final
