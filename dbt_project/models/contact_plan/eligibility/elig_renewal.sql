-- Cars whose replacement is near: the earliest of the reasons for each customer and car.
with vehicles as (

    select * from {{ ref('vehicle_360') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

scores as (

    select * from {{ ref('int_plan_scores') }}

),

preferred_dealers as (

    select * from {{ ref('int_preferred_dealer') }}

),

parameters as (

    select * from {{ ref('int_plan_parameters') }}

),

cars as (

    select
        vehicles.vehicle_id,
        vehicles.contact_customer_id as customer_id,
        vehicles.finance_type,
        vehicles.finance_end,
        vehicles.km_projected,
        vehicles.km_per_day,
        vehicles.estimated_value,
        parameters.renewal_months,
        parameters.renewal_cycle_days,
        parameters.renewal_top_share,
        parameters.repair_value_share,
        parameters.repair_lookback_days,
        case when vehicles.finance_status = 'ACTIVE' then vehicles.finance_km_limit end as km_limit,
        coalesce(vehicles.in_warranty, false) as has_warranty,
        coalesce(vehicles.owner_since, vehicles.delivery_date) as relation_since
    from vehicles
    cross join parameters
    where
        vehicles.contact_customer_id is not null
        and coalesce(vehicles.owner_since, vehicles.delivery_date) < {{ as_of_date() }}

),

dear_repairs as (

    select
        cars.customer_id,
        cars.vehicle_id,
        max(visits.opened_date) as repair_date
    from cars
    inner join visits on cars.vehicle_id = visits.vehicle_id
    where
        not cars.has_warranty
        and visits.is_paid
        and visits.opened_date >= {{ add_days(as_of_date(), '-cars.repair_lookback_days') }}
        and visits.net_customer > cars.estimated_value * cars.repair_value_share
    group by cars.customer_id, cars.vehicle_id

),

-- Entry is when the reason first calls for a contact; the cycle restarts from it.
reasons as (

    select
        customer_id,
        vehicle_id,
        'PCP_END' as trigger_type,
        1 as reason_order,
        finance_end as trigger_date,
        {{ add_days('finance_end', '-renewal_cycle_days') }} as entry_date
    from cars
    where
        finance_type in ('PCP', 'LEASE', 'RENTING')
        and finance_end >= {{ as_of_date() }}

    union all

    select
        customer_id,
        vehicle_id,
        'MONTHS_42' as trigger_type,
        5 as reason_order,
        {{ add_months('relation_since', 'renewal_months') }} as trigger_date,
        {{ add_months('relation_since', 'renewal_months') }} as entry_date
    from cars
    where coalesce(finance_type, 'CASH') in ('CASH', 'LOAN')

    union all

    select
        cars.customer_id,
        cars.vehicle_id,
        'TOP_PROPENSITY' as trigger_type,
        4 as reason_order,
        cars.relation_since as trigger_date,
        cars.relation_since as entry_date
    from cars
    inner join scores
        on
            cars.customer_id = scores.customer_id
            and cars.vehicle_id = scores.vehicle_id
            and scores.model_name = 'renewal'
    where scores.rank_share <= cars.renewal_top_share

    union all

    select
        customer_id,
        vehicle_id,
        'EXCESS_MILEAGE' as trigger_type,
        2 as reason_order,
        {{ add_days(
            as_of_date(), '-cast(floor((km_projected - km_limit) / km_per_day) as integer)'
        ) }} as trigger_date,
        {{ add_days(
            as_of_date(), '-cast(floor((km_projected - km_limit) / km_per_day) as integer)'
        ) }} as entry_date
    from cars
    where
        finance_end >= {{ as_of_date() }}
        and km_per_day > 0
        and km_projected >= km_limit

    union all

    select
        customer_id,
        vehicle_id,
        'REPAIR_OVER_VALUE' as trigger_type,
        3 as reason_order,
        repair_date as trigger_date,
        repair_date as entry_date
    from dear_repairs

),

started as (

    select
        *,
        row_number() over (
            partition by customer_id, vehicle_id
            order by entry_date, reason_order
        ) as earliest
    from reasons
    where entry_date <= {{ as_of_date() }}

),

cycles as (

    select
        started.customer_id,
        started.vehicle_id,
        started.trigger_type,
        started.trigger_date,
        parameters.renewal_cycle_days,
        case
            when started.trigger_type = 'PCP_END' then 0
            else {{ cycles_since('started.trigger_date', 'parameters.renewal_cycle_days') }}
        end as cycle_number
    from started
    cross join parameters
    where started.earliest = 1

),

-- A projected mileage moves from day to day, so its occurrence is the cycle and not the date.
final as (

    select
        cycles.customer_id,
        cycles.vehicle_id,
        'RENEWAL' as plan_code,
        cycles.trigger_type,
        {{ add_days('cycles.trigger_date', 'cycles.renewal_cycle_days * cycles.cycle_number') }}
            as trigger_date,
        'RENEWAL:' || cycles.trigger_type || ':'
        || case
            when cycles.trigger_type = 'EXCESS_MILEAGE' then ''
            else cast(cycles.trigger_date as {{ dbt.type_string() }}) || ':'
        end
        || cast(cycles.cycle_number as {{ dbt.type_string() }}) as occurrence_key,
        cast(null as {{ dbt.type_string() }}) as subject_key,
        preferred_dealers.sales_dealer_id as dealer_id,
        {{ surrogate_id(['cycles.customer_id', 'cycles.vehicle_id']) }} as eligibility_id
    from cycles
    left join preferred_dealers
        on
            cycles.customer_id = preferred_dealers.customer_id
            and cycles.vehicle_id = preferred_dealers.vehicle_id

)

select * from final
