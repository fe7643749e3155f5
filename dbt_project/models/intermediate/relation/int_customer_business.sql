{{ config(materialized='view') }}

with visits as (

    select * from {{ ref('int_visits') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

-- What a visit brings is known once its bill is closed. Negative lines of the house or of a
-- warranty are no loss by the customer.
final as (

    select
        customer_id,
        ro_key as business_key,
        'WORKSHOP' as business_kind,
        opened_date as business_date,
        greatest(known_at, cast(closed_date as timestamp)) as known_at,
        false as is_cancelled,
        greatest(contribution, cast(0 as {{ type_money() }})) as margin
    from visits
    where is_paid and customer_id is not null and closed_date is not null

    union all

    select
        customer_id,
        order_key as business_key,
        'VEHICLE' as business_kind,
        order_date as business_date,
        known_at,
        is_cancelled,
        contribution as margin
    from orders
    where net_price > 0

)

select * from final
