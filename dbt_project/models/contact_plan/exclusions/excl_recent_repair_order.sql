-- The car was in a workshop of the network lately.
with candidates as (

    select * from {{ ref('candidates') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

recent_visits as (

    select distinct visits.vehicle_id
    from visits
    cross join parameters
    where
        visits.opened_date
        >= {{ add_days(as_of_date(), '-parameters.recent_repair_order_days') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'RECENT_REPAIR_ORDER' as reason_code
    from candidates
    inner join recent_visits on candidates.vehicle_id = recent_visits.vehicle_id
    where candidates.trigger_type in ({{ quoted_list(var('visit_triggers')) }})

)

select * from final
