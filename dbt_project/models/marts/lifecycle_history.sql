with spells as (

    select * from {{ ref('int_lifecycle_spells') }}

),

held as (

    select * from {{ ref('int_lifecycle_held') }}

),

former as (

    select * from {{ ref('int_lifecycle_former') }}

),

prospects as (

    select * from {{ ref('int_lifecycle_prospects') }}

),

states as (

    select * from {{ ref('lifecycle_states') }}
    where {{ dated_rule() }}

),

car_changes as (

    select
        spell_key,
        begins_on,
        state_order,
        cast(null as {{ dbt.type_string() }}) as reason_code
    from held

    union all

    select
        spell_key,
        begins_on,
        state_order,
        reason_code
    from former

),

changes as (

    select
        spells.customer_id,
        spells.vehicle_id,
        spells.holds_title,
        car_changes.begins_on,
        car_changes.state_order,
        car_changes.reason_code
    from car_changes
    inner join spells
        on car_changes.spell_key = spells.spell_key

    union all

    select
        customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        false as holds_title,
        begins_on,
        state_order,
        reason_code
    from prospects

),

compared as (

    select
        *,
        lag(state_order) over (
            partition by customer_id, vehicle_id order by begins_on
        ) as order_before,
        lag(reason_code) over (
            partition by customer_id, vehicle_id order by begins_on
        ) as reason_before
    from changes

),

bounded as (

    select
        *,
        lead(begins_on) over (
            partition by customer_id, vehicle_id order by begins_on
        ) as ends_on
    from compared
    where
        state_order is distinct from order_before
        or reason_code is distinct from reason_before

),

final as (

    select
        {{ surrogate_id([
            'bounded.customer_id', 'bounded.vehicle_id', 'bounded.begins_on'
        ]) }} as lifecycle_id,
        bounded.customer_id,
        bounded.vehicle_id,
        bounded.holds_title,
        states.state as lifecycle_state,
        states.stage as lifecycle_stage,
        bounded.reason_code,
        bounded.begins_on as valid_from,
        bounded.ends_on as valid_to,
        bounded.ends_on is null as is_current,
        states.precedence
    from bounded
    inner join states
        on bounded.state_order = states.state_order

)

select * from final
