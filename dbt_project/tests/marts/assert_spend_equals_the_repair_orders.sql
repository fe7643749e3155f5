-- A failing row is a sum of euros that is not the same in two places: all lines of repair orders
-- and those accounted for, or those that count and what customers or cars have.
{{ config(meta={'dagster': {'ref': {'name': 'customer_360'}}}) }}

with order_lines as (

    select sum(net_amount) as net_amount
    from {{ ref('stg_repair_order_line') }}

),

accounted as (

    select
        sum(net_amount) as net_amount,
        sum(case when fate = 'COUNTED' then net_amount else 0 end) as counted,
        sum(case when fate = 'COUNTED' and pay_type = 'CUST' then net_amount else 0 end)
            as paid_by_customers,
        sum(case when fate in ('COUNTED', 'NO_CUSTOMER') then net_amount else 0 end) as of_visits
    from {{ ref('workshop_accounting') }}

),

customers as (

    select
        sum(workshop_amount) as net_amount,
        sum(workshop_spend) as paid_by_customers
    from {{ ref('customer_360') }}

),

vehicles as (

    select sum(workshop_amount) as net_amount
    from {{ ref('vehicle_360') }}

),

sums as (

    select
        'all lines and those accounted for' as compared,
        order_lines.net_amount as one,
        accounted.net_amount as other
    from order_lines
    cross join accounted

    union all

    select
        'lines that count and what customers have' as compared,
        accounted.counted as one,
        customers.net_amount as other
    from accounted
    cross join customers

    union all

    select
        'lines that customers pay and what they spend' as compared,
        accounted.paid_by_customers as one,
        customers.paid_by_customers as other
    from accounted
    cross join customers

    union all

    select
        'lines of visits and what cars have' as compared,
        accounted.of_visits as one,
        vehicles.net_amount as other
    from accounted
    cross join vehicles

),

final as (

    select *
    from sums
    where coalesce(one, 0) <> coalesce(other, 0)

)

select * from final
