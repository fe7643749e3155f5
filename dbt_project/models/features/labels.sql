with subjects as (

    select * from {{ ref('feature_subjects') }}

),

vehicles as (

    select * from {{ ref('vehicle_features') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

-- An outcome counts only when its whole window lies before the day of the plan.
renewal_subjects as (

    select
        customer_id,
        vehicle_id,
        as_of_date
    from subjects
    where {{ add_days('as_of_date', var('renewal_horizon_days')) }} <= {{ as_of_date() }}

),

renewals as (

    select distinct
        renewal_subjects.customer_id,
        renewal_subjects.as_of_date
    from renewal_subjects
    inner join orders
        on
            renewal_subjects.customer_id = orders.customer_id
            and renewal_subjects.as_of_date <= orders.order_date
            and orders.order_date
            < {{ add_days('renewal_subjects.as_of_date', var('renewal_horizon_days')) }}

),

active_subjects as (

    select
        subjects.customer_id,
        subjects.vehicle_id,
        subjects.as_of_date,
        subjects.held_to
    from subjects
    inner join vehicles
        on
            subjects.vehicle_id = vehicles.vehicle_id
            and subjects.as_of_date = vehicles.as_of_date
    where
        {{ add_days('subjects.as_of_date', var('churn_horizon_days')) }} <= {{ as_of_date() }}
        and vehicles.last_visit_date
        >= {{ add_days('subjects.as_of_date', 0 - var('churn_active_days')) }}

),

-- A visit of the next owner is no visit of this one: who gave the car away is lost.
comebacks as (

    select distinct
        active_subjects.customer_id,
        active_subjects.vehicle_id,
        active_subjects.as_of_date
    from active_subjects
    inner join visits
        on
            active_subjects.vehicle_id = visits.vehicle_id
            and active_subjects.as_of_date <= visits.opened_date
            and active_subjects.held_to >= visits.opened_date
            and visits.opened_date
            < {{ add_days('active_subjects.as_of_date', var('churn_horizon_days')) }}
    where visits.is_paid

),

final as (

    select
        renewal_subjects.customer_id,
        renewal_subjects.vehicle_id,
        renewal_subjects.as_of_date,
        'renewal' as model_name,
        case when renewals.customer_id is not null then 1 else 0 end as label
    from renewal_subjects
    left join renewals
        on
            renewal_subjects.customer_id = renewals.customer_id
            and renewal_subjects.as_of_date = renewals.as_of_date

    union all

    select
        active_subjects.customer_id,
        active_subjects.vehicle_id,
        active_subjects.as_of_date,
        'aftersales_churn' as model_name,
        case when comebacks.customer_id is not null then 0 else 1 end as label
    from active_subjects
    left join comebacks
        on
            active_subjects.customer_id = comebacks.customer_id
            and active_subjects.vehicle_id = comebacks.vehicle_id
            and active_subjects.as_of_date = comebacks.as_of_date

)

select * from final
