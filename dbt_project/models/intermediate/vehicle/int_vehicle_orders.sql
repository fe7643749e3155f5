with vehicles as (

    select * from {{ ref('int_vehicles') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

ranked as (

    select
        orders.*,
        row_number() over (
            partition by orders.vehicle_id
            order by orders.order_date desc, orders.order_key asc
        ) as order_rank
    from orders
    inner join vehicles
        on
            orders.vehicle_id = vehicles.vehicle_id
            and (
                orders.customer_id = vehicles.owner_customer_id
                or orders.customer_id = vehicles.driver_customer_id
            )
    where not orders.is_cancelled

),

final as (

    select
        vehicle_id,
        order_key,
        order_date,
        net_price as purchase_price,
        finance_type,
        finance_start,
        finance_end,
        finance_status,
        km_limit as finance_km_limit,
        monthly_fee,
        {{ whole_months('finance_start', 'finance_end') }} as finance_months
    from ranked
    where order_rank = 1

)

select * from final
