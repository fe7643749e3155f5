-- A failing row is a planned contact that a law or an exclusion list forbids, read from the
-- customer and not from the exclusion models, so that a mistake there shows here (law 3).
{{ config(meta={'dagster': {'ref': {'name': 'contact_plan'}}}) }}

with plan as (

    select * from {{ ref('contact_plan') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

holdout as (

    select * from {{ ref('int_holdout') }}

),

controls as (

    select distinct customer_id
    from holdout
    where arm = 'CONTROL'

),

final as (

    select
        plan.contact_id,
        plan.message_class,
        plan.channel
    from plan
    inner join customers on plan.customer_id = customers.customer_id
    left join contactability
        on
            plan.customer_id = contactability.customer_id
            and plan.channel = contactability.channel
    left join controls on plan.customer_id = controls.customer_id
    where
        customers.is_deceased
        or customers.is_test_address
        or coalesce(contactability.is_erased, true)
        or not coalesce(contactability.is_valid_point, false)
        or (
            plan.message_class = 'COMMERCIAL'
            and (
                controls.customer_id is not null
                or customers.has_objected
                or not contactability.is_commercial_allowed
                or customers.is_employee
                or customers.is_dealer_owned
                or customers.is_unresolved
                or customers.is_minor
            )
        )
        or (
            plan.channel = 'CALL'
            and (
                extract(isodow from plan.send_time) > 5
                or extract(hour from plan.send_time) < 9
                or extract(hour from plan.send_time) >= 21
            )
        )

)

select * from final
