with subjects as (

    select distinct
        vehicle_id,
        as_of_date
    from {{ ref('feature_subjects') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

vehicle_cards as (

    select * from {{ ref('vehicle_360') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

visits as (

    select
        *,
        cast(closed_date as timestamp) as bill_known_at
    from {{ ref('int_visits') }}

),

readings as (

    select * from {{ ref('int_odometer_readings') }}

),

appointments as (

    select * from {{ ref('stg_appointment') }}

),

service_plans as (

    select * from {{ ref('stg_service_plan') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

owner_counts as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        count(distinct ownerships.customer_id) as owners_to_date
    from subjects
    inner join ownerships
        on
            subjects.vehicle_id = ownerships.vehicle_id
            and subjects.as_of_date > ownerships.starts_on
            and {{ known_before('ownerships.known_at', 'subjects.as_of_date') }}
    where ownerships.holds_title
    group by subjects.vehicle_id, subjects.as_of_date

),

-- The age of each visit on the day, once, so that the windows below are plain comparisons.
past_visits as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        visits.opened_date,
        visits.dealer_id,
        visits.ro_type,
        -- A visit is known from its opening, its bill only once it is closed.
        {% for amount in ['net_customer', 'net_warranty', 'net_total'] -%}
            case
                when {{ known_before('visits.bill_known_at', 'subjects.as_of_date') }}
                    then visits.{{ amount }}
            end as {{ amount }},
        {% endfor -%}
        visits.opened_date >= {{ add_months('subjects.as_of_date', -12) }} as in_12m,
        visits.opened_date >= {{ add_months('subjects.as_of_date', -24) }} as in_24m,
        visits.opened_date >= {{ add_months('subjects.as_of_date', -36) }} as in_36m
    from subjects
    inner join visits
        on
            subjects.vehicle_id = visits.vehicle_id
            and {{ known_before('visits.known_at', 'subjects.as_of_date') }}
    where coalesce(visits.ro_type, '') <> 'INTERNAL'

),

visit_counts as (

    select
        vehicle_id,
        as_of_date,
        max(opened_date) as last_visit_date,
        sum(case when in_12m then 1 else 0 end) as visits_12m,
        sum(case when in_24m then 1 else 0 end) as visits_24m,
        sum(case when in_36m then 1 else 0 end) as visits_36m,
        sum(case when in_24m then coalesce(net_customer, 0) else 0 end) as spend_24m,
        max(case when in_24m and ro_type = 'REPAIR' then net_total end) as max_repair_net_24m,
        sum(case when in_24m and net_warranty > 0 then 1 else 0 end) as warranty_visits_24m,
        count(distinct case when in_36m then dealer_id end) as dealers_visited_36m
    from past_visits
    group by vehicle_id, as_of_date

),

last_readings as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        max(readings.reading_date) as last_reading_date
    from subjects
    inner join readings
        on
            subjects.vehicle_id = readings.vehicle_id
            and subjects.as_of_date > readings.reading_date
    group by subjects.vehicle_id, subjects.as_of_date

),

-- The pace of the last two years by their first and last reading: the past alone, no later
-- reading corrects it.
paces as (

    select
        last_readings.vehicle_id,
        last_readings.as_of_date,
        last_readings.last_reading_date,
        max(
            case
                when readings.reading_date = last_readings.last_reading_date then readings.km
            end
        ) as last_km,
        min(readings.reading_date) as from_date,
        min(readings.km) as from_km
    from last_readings
    inner join readings
        on
            last_readings.vehicle_id = readings.vehicle_id
            and last_readings.last_reading_date >= readings.reading_date
            and readings.reading_date
            >= {{ add_days('last_readings.last_reading_date', 0 - var('km_window_days')) }}
    group by
        last_readings.vehicle_id,
        last_readings.as_of_date,
        last_readings.last_reading_date

),

missed as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        count(*) as no_shows_24m
    from subjects
    inner join vehicle_map
        on subjects.vehicle_id = vehicle_map.vehicle_id
    inner join appointments
        on
            vehicle_map.vehicle_key = appointments.vehicle_key
            and appointments.slot_ts < cast(subjects.as_of_date as timestamp)
            and appointments.slot_ts
            >= cast({{ add_months('subjects.as_of_date', -24) }} as timestamp)
    where appointments.status = 'NO_SHOW'
    group by subjects.vehicle_id, subjects.as_of_date

),

planned as (

    select distinct
        subjects.vehicle_id,
        subjects.as_of_date
    from subjects
    inner join vehicle_map
        on subjects.vehicle_id = vehicle_map.vehicle_id
    inner join service_plans
        on
            vehicle_map.vehicle_key = service_plans.vehicle_key
            and subjects.as_of_date > service_plans.start_date
            and subjects.as_of_date <= service_plans.end_date
            and {{ known_before('service_plans.known_at', 'subjects.as_of_date') }}

),

aged as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        vehicles.fuel_standard,
        vehicles.body_category,
        vehicles.segment,
        vehicles.list_price,
        vehicles.yearly_residual_value,
        vehicles.first_day,
        vehicle_cards.factory_warranty_end,
        coalesce(vehicles.warranty_km, {{ var('warranty_km') }}) as warranty_km,
        greatest({{ days_between('vehicles.first_day', 'subjects.as_of_date') }}, 0) as age_days
    from subjects
    inner join vehicles
        on subjects.vehicle_id = vehicles.vehicle_id
    inner join vehicle_cards
        on subjects.vehicle_id = vehicle_cards.vehicle_id

),

paced as (

    select
        aged.*,
        paces.last_km,
        paces.last_reading_date,
        cast(
            case
                when
                    {{ days_between('paces.from_date', 'paces.last_reading_date') }}
                    >= {{ var('km_min_span_days') }}
                    then
                        cast(paces.last_km - paces.from_km as double)
                        / {{ days_between('paces.from_date', 'paces.last_reading_date') }}
                when paces.last_km is not null
                    then
                        cast(paces.last_km as double) / greatest(
                            {{ days_between('aged.first_day', 'paces.last_reading_date') }}, 30
                        )
                else {{ var('km_per_year_private')[0] }} / 365.25
            end as decimal(12, 3)
        ) as raw_km_per_day
    from aged
    left join paces
        on
            aged.vehicle_id = paces.vehicle_id
            and aged.as_of_date = paces.as_of_date

),

bounded as (

    select
        *,
        least(
            greatest(raw_km_per_day, {{ var('min_km_per_day') }}), {{ var('max_km_per_day') }}
        ) as km_per_day
    from paced

),

projected as (

    select
        *,
        cast(
            coalesce(last_km, 0) + km_per_day * greatest(
                {{ days_between('coalesce(last_reading_date, first_day)', 'as_of_date') }}, 0
            ) as integer
        ) as km_projected
    from bounded

),

final as (

    select
        projected.vehicle_id,
        projected.as_of_date,
        projected.fuel_standard,
        projected.body_category,
        projected.segment,
        cast(projected.age_days / 365.25 as decimal(9, 3)) as vehicle_age_years,
        coalesce(owner_counts.owners_to_date, 0) as owners_to_date,
        projected.km_projected,
        cast(projected.km_per_day as decimal(9, 3)) as km_per_day,
        cast(
            projected.list_price * power(
                cast(projected.yearly_residual_value as double), projected.age_days / 365.25
            ) as {{ type_money() }}
        ) as estimated_value,
        cast(
            {{ days_between('projected.as_of_date', 'projected.factory_warranty_end') }} / 30.4375
            as decimal(9, 3)
        ) as months_to_warranty_end,
        case
            when
                projected.factory_warranty_end >= projected.as_of_date
                and projected.km_projected <= projected.warranty_km
                then 1
            else 0
        end as in_warranty,
        case when planned.vehicle_id is not null then 1 else 0 end as has_service_plan,
        cast(
            {{ days_between('visit_counts.last_visit_date', 'projected.as_of_date') }} / 30.4375
            as decimal(9, 3)
        ) as months_since_last_visit,
        visit_counts.last_visit_date,
        cast(coalesce(visit_counts.visits_12m, 0) as integer) as visits_12m,
        cast(coalesce(visit_counts.visits_24m, 0) as integer) as visits_24m,
        cast(coalesce(visit_counts.visits_36m, 0) as integer) as visits_36m,
        cast(coalesce(visit_counts.spend_24m, 0) as {{ type_money() }}) as spend_24m,
        cast(coalesce(visit_counts.max_repair_net_24m, 0) as {{ type_money() }})
            as max_repair_net_24m,
        cast(coalesce(visit_counts.warranty_visits_24m, 0) as integer) as warranty_visits_24m,
        coalesce(visit_counts.dealers_visited_36m, 0) as dealers_visited_36m,
        coalesce(missed.no_shows_24m, 0) as no_shows_24m
    from projected
    left join owner_counts
        on
            projected.vehicle_id = owner_counts.vehicle_id
            and projected.as_of_date = owner_counts.as_of_date
    left join visit_counts
        on
            projected.vehicle_id = visit_counts.vehicle_id
            and projected.as_of_date = visit_counts.as_of_date
    left join missed
        on
            projected.vehicle_id = missed.vehicle_id
            and projected.as_of_date = missed.as_of_date
    left join planned
        on
            projected.vehicle_id = planned.vehicle_id
            and projected.as_of_date = planned.as_of_date

)

select * from final
