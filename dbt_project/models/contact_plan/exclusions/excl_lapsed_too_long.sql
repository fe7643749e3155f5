-- Lapsed beyond the last threshold only where the contact is worth its cost.
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
        'LAPSED_TOO_LONG' as reason_code
    from candidates
    inner join vehicles on candidates.vehicle_id = vehicles.vehicle_id
    cross join parameters
    where
        candidates.plan_code = 'AFTERSALES_OUT_OF_WARRANTY'
        and candidates.message_class = 'COMMERCIAL'
        and vehicles.last_visit_date
        < {{ add_months(as_of_date(), '-parameters.lapsed_third_months') }}
        and candidates.value <= parameters.old_vehicle_min_value
        and candidates.trigger_type <> 'LAPSED'

)

select * from final
