-- Both sources are cut at the day of the plan, so an outcome is one that was known before it.
with visits as (

    select * from {{ ref('int_visits') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

customer_visits as (

    select
        'VISIT' as outcome_event,
        is_paid,
        vehicle_id,
        customer_id,
        opened_date as event_date
    from visits
    where coalesce(ro_type, '') <> 'INTERNAL'

),

signed_orders as (

    select
        customer_id,
        order_date,
        delivered_date
    from orders
    where customer_id is not null and not is_cancelled

),

subject_events as (

    select
        outcome_event,
        'VEHICLE' as subject_type,
        vehicle_id as subject_id,
        event_date
    from customer_visits

    union all

    select
        'PAID_VISIT' as outcome_event,
        'VEHICLE' as subject_type,
        vehicle_id as subject_id,
        event_date
    from customer_visits
    where is_paid

    union all

    select
        'ACTIVE' as outcome_event,
        'CUSTOMER' as subject_type,
        customer_id as subject_id,
        event_date
    from customer_visits

    union all

    select
        'ACTIVE' as outcome_event,
        'CUSTOMER' as subject_type,
        customer_id as subject_id,
        order_date as event_date
    from signed_orders

    union all

    select
        'ORDER' as outcome_event,
        'CUSTOMER' as subject_type,
        customer_id as subject_id,
        order_date as event_date
    from signed_orders

    union all

    select
        'ORDER_DELIVERED' as outcome_event,
        'CUSTOMER' as subject_type,
        customer_id as subject_id,
        delivered_date as event_date
    from signed_orders
    where delivered_date is not null

),

final as (

    select distinct
        outcome_event,
        subject_type,
        subject_id,
        event_date
    from subject_events
    where subject_id is not null

)

select * from final
