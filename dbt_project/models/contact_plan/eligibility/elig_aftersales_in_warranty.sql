-- Cars within the warranty, extensions included: next service, end of warranty, inspection,
-- safety recall.
with vehicles as (

    select * from {{ ref('vehicle_360') }}

),

vehicle_facts as (

    select * from {{ ref('int_vehicle_facts') }}

),

recalls as (

    select * from {{ ref('int_open_recalls') }}

),

preferred_dealers as (

    select * from {{ ref('int_preferred_dealer') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

cars as (

    select
        vehicle_id,
        contact_customer_id as customer_id,
        delivery_date,
        last_service_date,
        coalesce(owner_customer_id, contact_customer_id) as owner_id
    from vehicles
    where coalesce(in_warranty, false)

),

triggers as (

    select
        cars.customer_id,
        cars.vehicle_id,
        vehicle_facts.fact_code as trigger_type,
        vehicle_facts.fact_date as trigger_date,
        vehicle_facts.occurrence_key
    from cars
    cross join parameters
    inner join vehicle_facts on cars.vehicle_id = vehicle_facts.vehicle_id
    -- The first service of a new car belongs to the first year's plan.
    where
        vehicle_facts.fact_code in ('WARRANTY_END', 'ITV_DUE')
        or (
            vehicle_facts.fact_code = 'SERVICE_DUE'
            and (
                cars.last_service_date is not null
                or cars.delivery_date is null
                or cars.delivery_date < {{ add_days(as_of_date(), '-parameters.first_year_days') }}
            )
        )

    union all

    {{ recall_triggers() }}

),

final as (

    select
        triggers.customer_id,
        triggers.vehicle_id,
        'AFTERSALES_IN_WARRANTY' as plan_code,
        triggers.trigger_type,
        triggers.trigger_date,
        triggers.occurrence_key,
        cast(null as {{ dbt.type_string() }}) as subject_key,
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
