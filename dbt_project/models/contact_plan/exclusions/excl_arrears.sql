-- Renewal: no new finance while payments are in arrears.
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'ARREARS' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    where
        candidates.plan_code = 'RENEWAL'
        and customers.in_arrears

)

select * from final
