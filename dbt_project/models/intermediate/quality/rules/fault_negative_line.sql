-- Money given back for work of which no earlier order of the car charged the same amount.
with lines as (

    select * from {{ ref('stg_repair_order_line') }}

),

orders as (

    select * from {{ ref('stg_repair_order') }}

),

-- Credits are few: only their cars are looked up.
credits as (

    select
        lines.ro_line_key,
        lines.op_code,
        lines.net_amount,
        orders.vehicle_key,
        orders.opened_date
    from lines
    left join orders
        on lines.ro_key = orders.ro_key
    where lines.net_amount < 0

),

settled as (

    select distinct credits.ro_line_key
    from credits
    inner join orders
        on
            credits.vehicle_key = orders.vehicle_key
            and credits.opened_date > orders.opened_date
    inner join lines
        on
            orders.ro_key = lines.ro_key
            and credits.op_code = lines.op_code
            and lines.net_amount = -credits.net_amount

),

final as (

    select {{ finding(
        'NEGATIVE_LINE', 'lines', 'ro_line_key', 'net_amount', 'repair_order_line'
    ) }}
    from lines
    inner join credits
        on lines.ro_line_key = credits.ro_line_key
    left join settled
        on lines.ro_line_key = settled.ro_line_key
    where settled.ro_line_key is null

)

select * from final
