-- New cars in their first year: welcome, survey, first service, and care if something went wrong.
with vehicles as (

    select * from {{ ref('vehicle_360') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

services_due as (

    select * from {{ ref('int_service_due') }}

),

preferred_dealers as (

    select * from {{ ref('int_preferred_dealer') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

buyers as (

    select
        vehicle_id,
        order_key,
        customer_id,
        row_number() over (
            partition by vehicle_id order by delivered_date desc, order_key asc
        ) as newest
    from orders
    where
        vehicle_id is not null
        and delivered_date is not null
        and not is_cancelled

),

-- The buyer stays the addressee after a transfer, so that the exclusion can say why none is sent.
new_cars as (

    select
        vehicles.vehicle_id,
        vehicles.delivery_date,
        buyers.order_key,
        case
            when buyers.customer_id is null or buyers.customer_id = vehicles.owner_customer_id
                then vehicles.contact_customer_id
            else buyers.customer_id
        end as customer_id
    from vehicles
    cross join parameters
    left join buyers
        on
            vehicles.vehicle_id = buyers.vehicle_id
            and buyers.newest = 1
    where
        vehicles.delivery_date < {{ as_of_date() }}
        and vehicles.delivery_date
        >= {{ add_days(as_of_date(), '-parameters.first_year_days') }}

),

triggers as (

    select
        vehicle_id,
        customer_id,
        order_key,
        'DELIVERY' as trigger_type,
        delivery_date as trigger_date,
        'DELIVERY:' || cast(delivery_date as {{ dbt.type_string() }}) as occurrence_key
    from new_cars

    union all

    select
        new_cars.vehicle_id,
        new_cars.customer_id,
        new_cars.order_key,
        'FIRST_SERVICE' as trigger_type,
        services_due.due_date as trigger_date,
        'FIRST_SERVICE:' || cast(new_cars.delivery_date as {{ dbt.type_string() }})
            as occurrence_key
    from new_cars
    inner join services_due on new_cars.vehicle_id = services_due.vehicle_id
    where services_due.last_service_date is null

    union all

    select
        new_cars.vehicle_id,
        new_cars.customer_id,
        new_cars.order_key,
        'CARE' as trigger_type,
        customers.last_severe_ticket_date as trigger_date,
        'CARE:' || cast(customers.last_severe_ticket_date as {{ dbt.type_string() }})
            as occurrence_key
    from new_cars
    inner join customers on new_cars.customer_id = customers.customer_id
    where
        customers.open_severe_ticket
        and customers.last_severe_ticket_date is not null

),

final as (

    select
        triggers.customer_id,
        triggers.vehicle_id,
        'FIRST_YEAR' as plan_code,
        triggers.trigger_type,
        triggers.trigger_date,
        triggers.occurrence_key,
        triggers.order_key as subject_key,
        preferred_dealers.aftersales_dealer_id as dealer_id,
        {{ surrogate_id([
            'triggers.customer_id',
            'triggers.vehicle_id',
            'triggers.trigger_type',
            'triggers.occurrence_key'
        ]) }} as eligibility_id
    from triggers
    left join preferred_dealers
        on
            triggers.customer_id = preferred_dealers.customer_id
            and triggers.vehicle_id = preferred_dealers.vehicle_id
    where triggers.customer_id is not null

)

select * from final
