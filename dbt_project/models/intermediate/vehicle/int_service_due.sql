with vehicles as (

    select * from {{ ref('int_vehicles') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

projections as (

    select * from {{ ref('int_odometer_projection') }}

),

rules as (

    select * from {{ ref('stg_maintenance_rule') }}

),

-- The model's own rule goes before the rule of its fuel.
intervals as (

    select
        vehicles.vehicle_id,
        rules.interval_months,
        rules.interval_km,
        row_number() over (
            partition by vehicles.vehicle_id
            order by rules.model_code is not null desc, rules.rule_key
        ) as rule_rank
    from vehicles
    inner join rules
        on
            vehicles.fuel_standard = rules.fuel_standard
            and (rules.model_code is null or vehicles.model_code = rules.model_code)

),

services as (

    select
        vehicle_id,
        max(opened_date) as last_service_date
    from visits
    where ro_type = 'SERVICE'
    group by vehicle_id

),

service_km as (

    select
        services.vehicle_id,
        services.last_service_date,
        max(visits.km) as service_km
    from services
    inner join visits
        on
            services.vehicle_id = visits.vehicle_id
            and services.last_service_date = visits.opened_date
    where visits.ro_type = 'SERVICE'
    group by services.vehicle_id, services.last_service_date

),

-- Without a service the clock runs from the hand-over, at 0 km.
bases as (

    select
        vehicles.vehicle_id,
        service_km.last_service_date,
        coalesce(intervals.interval_months, {{ var('service_interval_months') }})
            as interval_months,
        coalesce(intervals.interval_km, {{ var('service_interval_km') }}) as interval_km,
        coalesce(
            service_km.last_service_date,
            vehicles.delivery_date,
            vehicles.sale_date,
            vehicles.first_day
        ) as base_date,
        case
            when service_km.last_service_date is null then 0
            else coalesce(
                service_km.service_km,
                greatest(
                    projections.km_projected - projections.km_per_day
                    * {{ days_between('service_km.last_service_date', as_of_date()) }},
                    0
                )
            )
        end as base_km,
        projections.km_projected,
        projections.km_per_day
    from vehicles
    inner join projections
        on vehicles.vehicle_id = projections.vehicle_id
    left join service_km
        on vehicles.vehicle_id = service_km.vehicle_id
    left join intervals
        on
            vehicles.vehicle_id = intervals.vehicle_id
            and intervals.rule_rank = 1

),

-- Kilometres cannot bring the next service before the last one, whatever was typed.
first_dues as (

    select
        *,
        {{ add_months('base_date', 'interval_months') }} as due_by_date,
        greatest(
            {{ add_days(
                as_of_date(),
                'floor((base_km + interval_km - km_projected) / km_per_day)'
            ) }},
            {{ add_days('base_date', var('service_min_interval_days')) }}
        ) as due_by_km,
        {{ add_days(as_of_date(), 0 - var('service_overdue_days')) }} as too_late
    from bases

),

-- A service long overdue was done elsewhere: the car's next one counts.
cycles as (

    select
        *,
        due_by_km < due_by_date as is_due_by_km,
        least(due_by_date, due_by_km) < too_late as was_missed,
        greatest(
            floor({{ whole_months('due_by_date', 'too_late') }} / interval_months) + 1, 0
        ) as date_cycles_missed,
        least(base_km, km_projected) + interval_km * greatest(
            ceil(
                (km_projected - km_per_day * {{ var('service_overdue_days') }} - base_km)
                / interval_km
            ),
            1
        ) as next_km
    from first_dues

),

following as (

    select
        *,
        case
            when due_by_date >= too_late then due_by_date
            else {{ add_months('due_by_date', 'date_cycles_missed * interval_months') }}
        end as next_by_date,
        greatest(
            {{ add_days(as_of_date(), 'floor((next_km - km_projected) / km_per_day)') }},
            {{ add_days('base_date', var('service_min_interval_days')) }}
        ) as next_by_km_date
    from cycles

),

-- One missed by date sets the kilometres anew, and they come last again. One missed by kilometres
-- says less of the next: the car may go slower since, or came used.
decided as (

    select
        *,
        case
            when not was_missed then is_due_by_km
            when is_due_by_km then next_by_km_date < next_by_date
            else false
        end as km_come_first
    from following

),

dated as (

    select
        *,
        case
            when not was_missed then least(due_by_date, due_by_km)
            when km_come_first then next_by_km_date
            else next_by_date
        end as due_date
    from decided

),

final as (

    select
        vehicle_id,
        due_date,
        case when km_come_first then 'KM' else 'DATE' end as due_reason,
        next_by_date as due_by_date,
        next_by_km_date as due_by_km_date,
        cast(next_km as integer) as due_km,
        last_service_date,
        cast(
            case
                when not was_missed then 0
                else greatest(
                    floor({{ whole_months('base_date', 'due_date') }} / interval_months), 1
                )
            end as integer
        ) as intervals_passed,
        interval_months,
        interval_km
    from dated

)

select * from final
