-- The visit that the message would ask for is already booked.
with candidates as (

    select * from {{ ref('candidates') }}

),

vehicles as (

    select * from {{ ref('vehicle_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'APPOINTMENT_BOOKED' as reason_code
    from candidates
    inner join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    where
        candidates.trigger_type in ({{ quoted_list(var('visit_triggers')) }})
        and vehicles.has_booked_appointment

)

select * from final
