-- No marketing below 18; an unknown age counts as adult only with a purchase (L12).
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'MINOR' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    where
        candidates.message_class in ('COMMERCIAL', 'SURVEY')
        and customers.is_minor

)

select * from final
