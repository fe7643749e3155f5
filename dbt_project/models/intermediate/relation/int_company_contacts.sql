{%- set months = var('visit_window_months')[1] -%}

with customers as (

    select * from {{ ref('int_golden_record') }}

),

surviving as (

    select * from {{ ref('int_surviving_values') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

company_cars as (

    select
        ownerships.vehicle_id,
        ownerships.customer_id
    from ownerships
    inner join customers
        on ownerships.customer_id = customers.customer_id
    where
        ownerships.is_current
        and ownerships.holds_title
        and not ownerships.is_dealer
        and customers.is_company

),

drivers as (

    select
        company_cars.customer_id,
        ownerships.customer_id as contact_customer_id,
        'DRIVER' as tie
    from company_cars
    inner join ownerships
        on company_cars.vehicle_id = ownerships.vehicle_id
    where ownerships.is_current and not ownerships.holds_title

),

visitors as (

    select
        company_cars.customer_id,
        visits.customer_id as contact_customer_id,
        'VISITOR' as tie
    from company_cars
    inner join visits
        on company_cars.vehicle_id = visits.vehicle_id
    where visits.opened_date >= {{ add_months(as_of_date(), 0 - months) }}

),

points as (

    select
        surviving.customer_id,
        surviving.attribute_code,
        surviving.surviving_value,
        customers.is_company
    from surviving
    inner join customers
        on surviving.customer_id = customers.customer_id
    where surviving.attribute_code in ('EMAIL', 'MOBILE', 'LANDLINE')

),

sharers as (

    select
        points.customer_id,
        of_people.customer_id as contact_customer_id,
        points.attribute_code as tie
    from points
    inner join points as of_people
        on
            points.attribute_code = of_people.attribute_code
            and points.surviving_value = of_people.surviving_value
    where points.is_company

),

ties as (

    select * from drivers

    union

    select * from visitors

    union

    select * from sharers

),

tied_people as (

    select
        ties.customer_id,
        ties.contact_customer_id,
        {{ any_true("ties.tie in ('EMAIL', 'MOBILE', 'LANDLINE')") }} as has_point_in_common,
        {{ any_true("ties.tie = 'VISITOR'") }} as is_visitor,
        {{ any_true("ties.tie = 'DRIVER'") }} as is_driver
    from ties
    inner join customers
        on ties.contact_customer_id = customers.customer_id
    where not customers.is_company
    group by ties.customer_id, ties.contact_customer_id

),

-- Who answers the company's phone or mail speaks for it before who comes with its car, and he
-- before who only drives it.
final as (

    select
        customer_id,
        contact_customer_id,
        has_point_in_common,
        is_visitor,
        is_driver,
        row_number() over (
            partition by customer_id
            order by
                has_point_in_common desc, is_visitor desc, is_driver desc, contact_customer_id asc
        ) = 1 as is_main_contact
    from tied_people

)

select * from final
