-- Cars within the warranty, extensions included: next service, end of warranty, inspection,
-- safety recall.
with vehicles as (

    select * from {{ ref('vehicle_360') }}

),

services_due as (

    select * from {{ ref('int_service_due') }}

),

inspections_due as (

    select * from {{ ref('int_itv_due') }}

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
        warranty_end,
        coalesce(owner_customer_id, contact_customer_id) as owner_id
    from vehicles
    where coalesce(in_warranty, false)

),

triggers as (

    select
        cars.customer_id,
        cars.vehicle_id,
        'SERVICE_DUE' as trigger_type,
        services_due.due_date as trigger_date,
        'SERVICE:' || coalesce(
            cast(services_due.last_service_date as {{ dbt.type_string() }}), 'FIRST'
        ) as occurrence_key
    from cars
    cross join parameters
    inner join services_due on cars.vehicle_id = services_due.vehicle_id
    -- The first service of a new car belongs to the first year's plan.
    where
        services_due.last_service_date is not null
        or cars.delivery_date is null
        or cars.delivery_date < {{ add_days(as_of_date(), '-parameters.first_year_days') }}

    union all

    select
        customer_id,
        vehicle_id,
        'WARRANTY_END' as trigger_type,
        warranty_end as trigger_date,
        'WARRANTY:' || cast(warranty_end as {{ dbt.type_string() }}) as occurrence_key
    from cars
    where warranty_end is not null

    union all

    select
        cars.customer_id,
        cars.vehicle_id,
        'ITV_DUE' as trigger_type,
        inspections_due.due_date as trigger_date,
        'ITV:' || cast(inspections_due.due_date as {{ dbt.type_string() }}) as occurrence_key
    from cars
    inner join inspections_due on cars.vehicle_id = inspections_due.vehicle_id

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
