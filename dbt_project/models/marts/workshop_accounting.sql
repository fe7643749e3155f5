with order_lines as (

    select * from {{ ref('stg_repair_order_line') }}

),

repair_orders as (

    select * from {{ ref('stg_repair_order') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

-- What a repair order is before it is a visit, in the order in which int_visits leaves it out.
judged as (

    select
        order_lines.ro_line_key,
        order_lines.pay_type,
        order_lines.net_amount,
        case
            when visits.customer_id is not null then 'COUNTED'
            when visits.ro_key is not null then 'NO_CUSTOMER'
            when repair_orders.ro_key is null then 'NO_ORDER'
            when vehicle_map.vehicle_id is null then 'NO_VEHICLE'
            when repair_orders.opened_date is null then 'NO_DATE'
            when repair_orders.opened_date >= {{ as_of_date() }} then 'TO_COME'
            else 'COPY'
        end as fate
    from order_lines
    left join repair_orders
        on order_lines.ro_key = repair_orders.ro_key
    left join vehicle_map
        on repair_orders.vehicle_key = vehicle_map.vehicle_key
    left join visits
        on order_lines.ro_key = visits.ro_key

),

final as (

    select
        fate,
        coalesce(pay_type, 'UNKNOWN') as pay_type,
        count(*) as order_lines,
        cast(coalesce(sum(net_amount), 0) as {{ type_money() }}) as net_amount
    from judged
    group by fate, coalesce(pay_type, 'UNKNOWN')

)

select * from final
