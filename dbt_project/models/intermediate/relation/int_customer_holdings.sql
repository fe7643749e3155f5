with ownerships as (

    select * from {{ ref('int_ownership') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

households as (

    select * from {{ ref('int_households') }}

),

-- A car is bought new by its first holder that is no dealer, if that was about when its life began;
-- of a later first one we know that the source has missed somebody.
titles as (

    select
        ownerships.customer_id,
        ownerships.vehicle_id,
        ownerships.starts_on,
        ownerships.valid_from,
        ownerships.is_current,
        vehicles.model_code,
        (
            row_number() over (
                partition by ownerships.vehicle_id, ownerships.is_dealer
                order by ownerships.starts_on, ownerships.ownership_key
            ) = 1
            and ownerships.starts_on
            <= {{ add_days('vehicles.first_day', var('new_car_days')) }}
        ) as is_bought_new,
        {{ record_order('ownerships.starts_on', 'ownerships.ownership_key') }} as holding_order
    from ownerships
    inner join vehicles
        on ownerships.vehicle_id = vehicles.vehicle_id
    where ownerships.holds_title

),

held as (

    select
        customer_id,
        count(distinct case when is_current then vehicle_id end) as vehicles_owned,
        count(distinct vehicle_id) as vehicles_ever,
        count(distinct case when is_bought_new then vehicle_id end) as vehicles_bought_new,
        min(valid_from) as first_held_date,
        max(case when is_current then valid_from end) as newest_held_date,
        {{ latest_value('model_code', 'holding_order') }} as last_held_model_code,
        {{ latest_value("case when is_bought_new then 'NEW' else 'USED' end", 'holding_order') }}
            as last_held_condition
    from titles
    group by customer_id

),

driven as (

    select
        customer_id,
        count(distinct vehicle_id) as vehicles_driven
    from ownerships
    where is_current and not holds_title
    group by customer_id

),

household_counts as (

    select
        households.household_id,
        cast(coalesce(sum(held.vehicles_owned), 0) as bigint) as household_vehicles,
        count(*) as household_members,
        count(case when held.vehicles_owned > 0 then households.customer_id end)
            as household_members_with_car
    from households
    left join held
        on households.customer_id = held.customer_id
    group by households.household_id

),

final as (

    select
        households.customer_id,
        households.household_id,
        household_counts.household_members,
        household_counts.household_members_with_car,
        household_counts.household_vehicles,
        held.first_held_date,
        held.newest_held_date,
        held.last_held_model_code,
        held.last_held_condition,
        coalesce(held.vehicles_owned, 0) as vehicles_owned,
        coalesce(driven.vehicles_driven, 0) as vehicles_driven,
        coalesce(held.vehicles_ever - held.vehicles_owned, 0) as vehicles_former,
        coalesce(held.vehicles_bought_new, 0) as vehicles_bought_new
    from households
    inner join household_counts
        on households.household_id = household_counts.household_id
    left join held
        on households.customer_id = held.customer_id
    left join driven
        on households.customer_id = driven.customer_id

)

select * from final
