-- One visit under two numbers: the same car, workshop, days, payer, kind and kilometres. The later
-- number is the copy.
with orders as (

    select * from {{ ref('stg_repair_order') }}

),

numbered as (

    select
        ro_key,
        row_number() over (
            partition by
                vehicle_key, dealer_id, opened_date, closed_date, ro_type, payer_party_key, km
            order by created_at, ro_key
        ) as copy_number
    from orders

),

final as (

    select {{ finding('REPAIR_ORDER_DUPLICATED', 'orders', 'ro_key', 'ro_no', 'repair_order') }}
    from orders
    inner join numbered
        on orders.ro_key = numbered.ro_key
    where numbered.copy_number > 1

)

select * from final
