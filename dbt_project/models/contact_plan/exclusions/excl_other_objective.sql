-- One objective a person and car within the window.
with candidates as (

    select * from {{ ref('candidates') }}

),

history as (

    select * from {{ ref('int_contact_history') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'OTHER_OBJECTIVE' as reason_code
    from candidates
    cross join parameters
    inner join history
        on
            candidates.customer_id = history.customer_id
            and candidates.vehicle_id = history.vehicle_id
            and candidates.plan_code <> history.plan_code
            and history.contact_date
            >= {{ add_days(as_of_date(), '1 - parameters.objective_window_days') }}
    where
        candidates.message_class = 'COMMERCIAL'
        and history.message_class = 'COMMERCIAL'
        and {{ sent_or_held('history') }}
        and (history.cell = 'TEST' or candidates.is_control)

)

select * from final
