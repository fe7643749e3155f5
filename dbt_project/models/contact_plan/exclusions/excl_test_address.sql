-- Test addresses get nothing at all.
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'TEST_ADDRESS' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    where customers.is_test_address

)

select * from final
