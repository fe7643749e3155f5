-- Customers with a car for a year or more, and the occasions to speak to them without a price.
with vehicles as (

    select * from {{ ref('vehicle_360') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

addresses as (

    select * from {{ ref('stg_party_address') }}

),

identities as (

    select * from {{ ref('int_identity_map') }}

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

moves as (

    select
        engaged_customers.customer_id,
        max(addresses.valid_from) as moved_date
    from engaged_customers
    inner join identities on engaged_customers.customer_id = identities.customer_id
    inner join addresses on identities.party_key = addresses.party_key
    where
        addresses.is_current
        and addresses.valid_from < {{ as_of_date() }}
        and addresses.valid_from >= {{ add_days(as_of_date(), '-engaged_customers.move_days') }}
        and addresses.valid_from > engaged_customers.relation_since
    group by engaged_customers.customer_id

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

birthdays as (

    select
        customers.customer_id,
        {{ last_anniversary('customers.birth_date') }} as trigger_date
    from customers
    inner join engaged_customers on customers.customer_id = engaged_customers.customer_id
    where customers.birth_date is not null

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
        'BIRTHDAY' as trigger_type,
        trigger_date,
        'BIRTHDAY:' || cast(extract(year from trigger_date) as {{ dbt.type_string() }})
            as occurrence_key
    from birthdays

    union all

    select
        customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        'MOVE' as trigger_type,
        moved_date as trigger_date,
        'MOVE:' || cast(moved_date as {{ dbt.type_string() }}) as occurrence_key
    from moves

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
