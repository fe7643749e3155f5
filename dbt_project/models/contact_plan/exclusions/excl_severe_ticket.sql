-- Nothing commercial while a severe complaint is young.
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'SEVERE_TICKET' as reason_code
    from candidates
    inner join customers on candidates.customer_id = customers.customer_id
    cross join parameters
    where
        candidates.message_class = 'COMMERCIAL'
        and customers.last_severe_ticket_date
        >= {{ add_days(as_of_date(), '-parameters.severe_ticket_days') }}

)

select * from final
