-- Renewal: whoever ordered lately does not need another car.
with candidates as (

    select * from {{ ref('candidates') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

recent_orders as (

    select distinct orders.customer_id
    from orders
    cross join parameters
    where
        not orders.is_cancelled
        and orders.order_date
        >= {{ add_months(as_of_date(), '-parameters.renewal_recent_order_months') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'RECENT_ORDER' as reason_code
    from candidates
    inner join recent_orders on candidates.customer_id = recent_orders.customer_id
    where candidates.plan_code = 'RENEWAL'

)

select * from final
