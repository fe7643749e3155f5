with vehicles as (

    select * from {{ ref('int_vehicles') }}

),

inspections as (

    select * from {{ ref('stg_itv') }}

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

rules as (

    select * from {{ ref('itv_rules') }}
    where {{ dated_rule() }}

),

announced as (

    select
        vehicle_map.vehicle_id,
        {{ latest_value(
            'inspections.due_date', record_order('inspections.known_at', 'inspections.itv_key')
        ) }} as due_date,
        {{ latest_value(
            'inspections.last_result', record_order('inspections.known_at', 'inspections.itv_key')
        ) }} as last_result
    from inspections
    inner join vehicle_map
        on inspections.vehicle_key = vehicle_map.vehicle_key
    group by vehicle_map.vehicle_id

),

-- Months that were complete yesterday: an inspection that falls due today is still to come.
aged as (

    select
        vehicle_id,
        first_reg_date,
        coalesce(body_category, 'M1') as body_category,
        {{ whole_months('first_reg_date', add_days(as_of_date(), -1)) }} as age_months
    from vehicles
    where first_reg_date < {{ as_of_date() }}

),

bands as (

    select
        aged.vehicle_id,
        aged.first_reg_date,
        aged.age_months,
        rules.first_due_months,
        rules.from_months,
        rules.every_months,
        row_number() over (
            partition by aged.vehicle_id
            order by rules.from_months desc
        ) as band_rank
    from aged
    inner join rules
        on
            aged.body_category = rules.body_category
            and aged.age_months >= rules.from_months

),

by_rule as (

    select
        vehicle_id,
        {{ add_months(
            'first_reg_date',
            'first_due_months + every_months * floor((age_months - from_months) / every_months)'
        ) }} as due_date
    from bands
    where band_rank = 1

),

-- The date the source announces counts unless it is long gone: then the car was inspected and
-- nobody wrote it down.
final as (

    select
        vehicles.vehicle_id,
        case
            when
                announced.due_date
                >= {{ add_days(as_of_date(), 0 - var('itv_overdue_days')) }}
                then announced.due_date
            else by_rule.due_date
        end as due_date,
        announced.last_result
    from vehicles
    left join announced
        on vehicles.vehicle_id = announced.vehicle_id
    left join by_rule
        on vehicles.vehicle_id = by_rule.vehicle_id

)

select * from final
