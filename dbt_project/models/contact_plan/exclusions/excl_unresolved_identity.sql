-- Nothing commercial while it is not known who the record is.
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'UNRESOLVED_IDENTITY' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    where
        candidates.message_class in ('COMMERCIAL', 'SURVEY')
        and customers.is_unresolved

)

select * from final
