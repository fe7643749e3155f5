with history as (

    select * from {{ ref('lifecycle_history') }}

),

followed as (

    select
        *,
        lead(valid_from) over (
            partition by customer_id, vehicle_id order by valid_from
        ) as next_from,
        lead(lifecycle_state) over (
            partition by customer_id, vehicle_id order by valid_from
        ) as next_state
    from history

),

-- What a customer has beside cars ends in the car that is handed over, and goes on there.
first_states as (

    select
        customer_id,
        valid_from,
        {{ latest_value('lifecycle_state', record_order('precedence', 'lifecycle_id')) }}
            as lifecycle_state
    from history
    where vehicle_id is not null
    group by customer_id, valid_from

),

transitions as (

    select
        followed.lifecycle_state as from_state,
        coalesce(
            case when followed.next_from = followed.valid_to then followed.next_state end,
            first_states.lifecycle_state
        ) as to_state,
        cast({{ dbt.date_trunc('month', 'followed.valid_to') }} as date) as month_start,
        {{ days_between('followed.valid_from', 'followed.valid_to') }} as days_in_state
    from followed
    left join first_states
        on
            followed.vehicle_id is null
            and followed.customer_id = first_states.customer_id
            and followed.valid_to = first_states.valid_from
    where followed.valid_to is not null

),

final as (

    select
        month_start,
        from_state,
        to_state,
        count(*) as transitions,
        {{ middle_value('days_in_state') }} as median_days_in_state
    from transitions
    where from_state <> to_state
    group by month_start, from_state, to_state

)

select * from final
