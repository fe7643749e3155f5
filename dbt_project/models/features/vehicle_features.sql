{%- set no_show_months = var('visit_window_months')[1] -%}

with subjects as (

    select * from {{ ref('vehicle_mileage_features') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

vehicle_cards as (

    select * from {{ ref('vehicle_360') }}

),

visit_features as (

    select * from {{ ref('vehicle_visit_features') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

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

missed_appointments as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        count(*) as no_shows_{{ no_show_months }}m
    from subjects
    inner join vehicle_map
        on subjects.vehicle_id = vehicle_map.vehicle_id
    inner join appointments
        on
            vehicle_map.vehicle_key = appointments.vehicle_key
            and {{ known_before('appointments.slot_ts', 'subjects.as_of_date') }}
            and {{ within_months(
                'cast(appointments.slot_ts as date)', 'subjects.as_of_date', no_show_months
            ) }}
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

described as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        subjects.km_projected,
        subjects.km_per_day,
        vehicles.fuel_standard,
        vehicles.body_category,
        vehicles.segment,
        vehicles.list_price,
        cast(vehicles.yearly_residual_value as double) as yearly_residual_value,
        vehicle_cards.factory_warranty_end,
        coalesce(vehicles.warranty_km, {{ var('warranty_km') }}) as warranty_km,
        greatest({{ days_between('vehicles.first_day', 'subjects.as_of_date') }}, 0)
        / {{ days_per_year() }} as age_years
    from subjects
    inner join vehicles
        on subjects.vehicle_id = vehicles.vehicle_id
    inner join vehicle_cards
        on subjects.vehicle_id = vehicle_cards.vehicle_id

),

final as (

    select
        described.vehicle_id,
        described.as_of_date,
        described.fuel_standard,
        described.body_category,
        described.segment,
        cast(described.age_years as decimal(9, 3)) as vehicle_age_years,
        coalesce(owner_counts.owners_to_date, 0) as owners_to_date,
        described.km_projected,
        described.km_per_day,
        cast(
            described.list_price * power(described.yearly_residual_value, described.age_years)
            as {{ type_money() }}
        ) as estimated_value,
        {{ months_between('described.as_of_date', 'described.factory_warranty_end') }}
            as months_to_warranty_end,
        case
            when
                described.factory_warranty_end >= described.as_of_date
                and described.km_projected <= described.warranty_km
                then 1
            else 0
        end as in_warranty,
        case when planned.vehicle_id is not null then 1 else 0 end as has_service_plan,
        {{ months_between('visit_features.last_visit_date', 'described.as_of_date') }}
            as months_since_last_visit,
        visit_features.last_visit_date,
        coalesce(visit_features.visits_12m, 0) as visits_12m,
        coalesce(visit_features.visits_24m, 0) as visits_24m,
        coalesce(visit_features.visits_36m, 0) as visits_36m,
        coalesce(visit_features.spend_24m, 0) as spend_24m,
        coalesce(visit_features.max_repair_net_24m, 0) as max_repair_net_24m,
        coalesce(visit_features.warranty_visits_24m, 0) as warranty_visits_24m,
        coalesce(visit_features.dealers_visited_36m, 0) as dealers_visited_36m,
        coalesce(missed_appointments.no_shows_24m, 0) as no_shows_24m
    from described
    left join owner_counts
        on
            described.vehicle_id = owner_counts.vehicle_id
            and described.as_of_date = owner_counts.as_of_date
    left join visit_features
        on
            described.vehicle_id = visit_features.vehicle_id
            and described.as_of_date = visit_features.as_of_date
    left join missed_appointments
        on
            described.vehicle_id = missed_appointments.vehicle_id
            and described.as_of_date = missed_appointments.as_of_date
    left join planned
        on
            described.vehicle_id = planned.vehicle_id
            and described.as_of_date = planned.as_of_date

)

select * from final
