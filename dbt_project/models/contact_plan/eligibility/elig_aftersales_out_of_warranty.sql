-- Cars past the warranty: service, inspection, win-back, season, safety recall, unknown owner.
with vehicles as (

    select * from {{ ref('vehicle_360') }}

),

vehicle_facts as (

    select * from {{ ref('int_vehicle_facts') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

recalls as (

    select * from {{ ref('int_open_recalls') }}

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

cars as (

    select
        vehicle_id,
        contact_customer_id as customer_id,
        last_visit_date,
        owner_unknown,
        coalesce(owner_customer_id, contact_customer_id) as owner_id,
        coalesce(delivery_date, first_reg_date) as first_date
    from vehicles
    where not coalesce(in_warranty, false)

),

last_holders as (

    select
        vehicle_id,
        customer_id,
        row_number() over (
            partition by vehicle_id
            order by
                valid_from desc nulls last,
                case when role = 'OWNER' then 0 else 1 end asc,
                ownership_key asc
        ) as newest
    from ownerships
    where customer_id is not null

),

lapses as (

    {% for threshold in ('first', 'second', 'third') %}
        select
            cars.customer_id,
            cars.vehicle_id,
            cars.last_visit_date,
            parameters.lapsed_{{ threshold }}_months as months
        from cars
        cross join parameters
        where cars.last_visit_date is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

unknown_owners as (

    select
        last_holders.customer_id,
        cars.vehicle_id,
        cars.first_date,
        parameters.owner_unknown_cycle_days as cycle_days,
        {{ cycles_since('cars.first_date', 'parameters.owner_unknown_cycle_days') }} as cycle_number
    from cars
    cross join parameters
    inner join last_holders
        on
            cars.vehicle_id = last_holders.vehicle_id
            and last_holders.newest = 1
    where
        cars.owner_unknown
        and cars.first_date < {{ as_of_date() }}

),

triggers as (

    select
        cars.customer_id,
        cars.vehicle_id,
        vehicle_facts.fact_code as trigger_type,
        vehicle_facts.fact_date as trigger_date,
        vehicle_facts.occurrence_key
    from cars
    inner join vehicle_facts on cars.vehicle_id = vehicle_facts.vehicle_id
    where vehicle_facts.fact_code in ('SERVICE_DUE', 'ITV_DUE')

    union all

    select
        customer_id,
        vehicle_id,
        'LAPSED' as trigger_type,
        {{ add_months('last_visit_date', 'months') }} as trigger_date,
        'LAPSED:' || cast(last_visit_date as {{ dbt.type_string() }})
        || ':' || cast(months as {{ dbt.type_string() }}) as occurrence_key
    from lapses

    union all

    select
        cars.customer_id,
        cars.vehicle_id,
        season_events.trigger_type,
        season_events.event_date as trigger_date,
        season_events.event_code as occurrence_key
    from cars
    cross join season_events
    where
        {{ dated_rule(alias='season_events') }}
        and season_events.trigger_type = 'SEASONAL_WEAR'

    union all

    select
        customer_id,
        vehicle_id,
        'OWNER_UNKNOWN' as trigger_type,
        {{ add_days('first_date', 'cycle_days * cycle_number') }} as trigger_date,
        'DATA_CHECK:' || cast(cycle_number as {{ dbt.type_string() }}) as occurrence_key
    from unknown_owners

    union all

    {{ recall_triggers() }}

),

final as (

    select
        triggers.customer_id,
        triggers.vehicle_id,
        'AFTERSALES_OUT_OF_WARRANTY' as plan_code,
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
