-- An order in dispute is handled by a person.
with candidates as (

    select * from {{ ref('candidates') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'ORDER_IN_DISPUTE' as reason_code
    from candidates
    inner join orders on candidates.subject_key = orders.order_key
    where
        candidates.plan_code = 'ORDER'
        and orders.in_dispute

)

select * from final
