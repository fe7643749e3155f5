-- Nothing more about a cancelled order.
with candidates as (

    select * from {{ ref('candidates') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'ORDER_CANCELLED' as reason_code
    from candidates
    inner join orders on candidates.subject_key = orders.order_key
    where
        candidates.plan_code = 'ORDER'
        and orders.is_cancelled

)

select * from final
