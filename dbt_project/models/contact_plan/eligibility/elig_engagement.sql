-- Customers with a car for a year or more, and the occasions to speak to them without a price.
with vehicles as (

    select * from {{ ref('vehicle_360') }}

),

customer_facts as (

    select * from {{ ref('int_customer_facts') }}

),

season_events as (

    select * from {{ ref('season_events') }}

),

preferred_dealers as (

    select * from {{ ref('int_preferred_dealer') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

relations as (

    select
        vehicles.vehicle_id,
        vehicles.contact_customer_id as customer_id,
        vehicles.km_projected,
        vehicles.km_per_day,
        parameters.km_milestone,
        parameters.move_days,
        coalesce(vehicles.owner_since, vehicles.delivery_date) as relation_since
    from vehicles
    cross join parameters
    where
        vehicles.contact_customer_id is not null
        and coalesce(vehicles.owner_since, vehicles.delivery_date)
        <= {{ add_months(as_of_date(), '-parameters.engagement_from_months') }}

),

engaged_customers as (

    select
        relations.customer_id,
        min(relations.relation_since) as relation_since,
        min(relations.move_days) as move_days
    from relations
    group by relations.customer_id

),

anniversaries as (

    select
        customer_id,
        vehicle_id,
        {{ last_anniversary('relation_since') }} as trigger_date
    from relations

),

milestones as (

    select
        customer_id,
        vehicle_id,
        cast(floor(km_projected / km_milestone) as integer) as milestone,
        {{ add_days(
            as_of_date(),
            '-cast(floor((km_projected - km_milestone * floor(km_projected / km_milestone))'
            ~ ' / km_per_day) as integer)'
        ) }} as trigger_date
    from relations
    where
        km_projected >= km_milestone
        and km_per_day > 0

),

-- The last birthday, and moves of the last weeks to a place where no car was bought.
calendar_days as (

    select
        engaged_customers.customer_id,
        customer_facts.fact_code as trigger_type,
        customer_facts.fact_date as trigger_date,
        customer_facts.occurrence_key
    from engaged_customers
    inner join customer_facts on engaged_customers.customer_id = customer_facts.customer_id
    where
        customer_facts.fact_date <= {{ as_of_date() }}
        and (
            customer_facts.fact_code = 'BIRTHDAY'
            or (
                customer_facts.fact_code = 'MOVE'
                and customer_facts.fact_date
                >= {{ add_days(as_of_date(), '-engaged_customers.move_days') }}
                and customer_facts.fact_date > engaged_customers.relation_since
            )
        )

),

-- Half a year away from the anniversary, so that the two never meet.
refreshes as (

    select
        customer_id,
        {{ last_anniversary(add_months('relation_since', '6')) }} as trigger_date
    from engaged_customers

),

triggers as (

    select
        customer_id,
        vehicle_id,
        'ANNIVERSARY' as trigger_type,
        trigger_date,
        'ANNIVERSARY:' || cast(trigger_date as {{ dbt.type_string() }}) as occurrence_key
    from anniversaries

    union all

    select
        customer_id,
        vehicle_id,
        'KM_MILESTONE' as trigger_type,
        trigger_date,
        'KM:' || cast(milestone as {{ dbt.type_string() }}) as occurrence_key
    from milestones

    union all

    select
        customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        trigger_type,
        trigger_date,
        occurrence_key
    from calendar_days

    union all

    select
        customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        'DATA_REFRESH' as trigger_type,
        trigger_date,
        'REFRESH:' || cast(extract(year from trigger_date) as {{ dbt.type_string() }})
            as occurrence_key
    from refreshes

    union all

    select
        relations.customer_id,
        relations.vehicle_id,
        season_events.trigger_type,
        season_events.event_date as trigger_date,
        season_events.event_code as occurrence_key
    from relations
    cross join season_events
    where
        {{ dated_rule(alias='season_events') }}
        and season_events.trigger_type in ('SUMMER_CHECK', 'WINTER_CHECK', 'EVENT')

),

final as (

    select
        triggers.customer_id,
        triggers.vehicle_id,
        'ENGAGEMENT' as plan_code,
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
            and triggers.vehicle_id is not distinct from preferred_dealers.vehicle_id

)

select * from final
