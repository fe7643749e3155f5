-- No marketing below 18; an unknown age counts as adult only with a purchase (L12). A car owned
-- is one.
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
        and (
            customers.is_minor
            or (
                customers.customer_type = 'PERSON'
                and customers.age is null
                and coalesce(customers.purchases, 0) = 0
                and coalesce(customers.vehicles_owned, 0) = 0
                and coalesce(customers.vehicles_former, 0) = 0
            )
        )

)

select * from final
