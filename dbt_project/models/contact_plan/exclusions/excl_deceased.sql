-- Nobody writes to the dead, not even on safety.
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'DECEASED' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    where customers.is_deceased

)

select * from final
