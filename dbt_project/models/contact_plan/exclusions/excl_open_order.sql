-- Lead management ends with an order; renewal waits for its delivery.
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'OPEN_ORDER' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    where
        candidates.plan_code in ('LEAD', 'RENEWAL')
        and customers.has_open_order

)

select * from final
