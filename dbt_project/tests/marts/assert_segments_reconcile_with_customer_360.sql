-- A row is a customer whose spending or contribution is another in its current segment than in
-- customer_360, or who stands in one of the two only.
with segments as (

    select * from {{ ref('customer_segments') }}
    where is_current

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select
        segments.spend_24m,
        customers.spend_24m as spend_24m_of_360,
        segments.contribution_24m,
        customers.contribution_24m as contribution_24m_of_360,
        coalesce(segments.customer_id, customers.customer_id) as customer_id
    from segments
    full outer join customers
        on segments.customer_id = customers.customer_id
    where
        segments.spend_24m is distinct from customers.spend_24m
        or segments.contribution_24m is distinct from customers.contribution_24m

)

select * from final
