with ownerships as (

    select * from {{ ref('int_ownership') }}

),

dated as (

    select
        *,
        {{ first_day_knowing('greatest(starts_on, cast(known_at as date))') }} as begins_on,
        {{ first_day_knowing('closed_known_at') }} as closes_on
    from ownerships

),

-- Nobody holds or drives a car beside the one who took it over, as far as a day knows.
succeeded as (

    select
        *,
        min(begins_on) over (
            partition by vehicle_id, holds_title
            order by starts_on asc, known_at asc, ownership_key desc
            rows between 1 following and unbounded following
        ) as successor_on,
        min(starts_on) over (
            partition by vehicle_id, holds_title
            order by starts_on asc, known_at asc, ownership_key desc
            rows between 1 following and unbounded following
        ) as successor_starts_on
    from dated
    where begins_on <= {{ as_of_date() }}

),

bounded as (

    select
        *,
        greatest(
            begins_on,
            least(
                coalesce(closes_on, {{ open_end() }}), coalesce(successor_on, {{ open_end() }})
            )
        ) as ends_on,
        least(
            coalesce(valid_to, {{ open_end() }}), coalesce(successor_starts_on, {{ open_end() }})
        ) as left_on
    from succeeded

),

-- Rows of one customer and car that meet or overlap are one spell.
preceded as (

    select
        *,
        max(ends_on) over (
            partition by customer_id, vehicle_id
            order by begins_on, ends_on, ownership_key
            rows between unbounded preceding and 1 preceding
        ) as ends_before
    from bounded

),

numbered as (

    select
        *,
        sum(case when begins_on <= ends_before then 0 else 1 end) over (
            partition by customer_id, vehicle_id
            order by begins_on, ends_on, ownership_key
            rows between unbounded preceding and current row
        ) as spell_number
    from preceded

),

spells as (

    select
        customer_id,
        vehicle_id,
        spell_number,
        min(begins_on) as began_on,
        min(coalesce(valid_from, cast(known_at as date))) as held_since,
        max(ends_on) as ended_on,
        max(left_on) as left_on,
        {{ latest_value('end_reason', record_order('ends_on', 'ownership_key')) }} as end_reason,
        {{ any_true('holds_title') }} as holds_title
    from numbered
    group by customer_id, vehicle_id, spell_number

),

final as (

    select
        {{ surrogate_id(['customer_id', 'vehicle_id', 'began_on']) }} as spell_key,
        customer_id,
        vehicle_id,
        holds_title,
        held_since,
        began_on,
        case when ended_on <= {{ as_of_date() }} then ended_on end as ended_on,
        case when ended_on <= {{ as_of_date() }} then least(left_on, ended_on) end as left_on,
        case when ended_on <= {{ as_of_date() }} then coalesce(end_reason, 'LATER_OWNER') end
            as end_reason,
        lead(began_on) over (partition by customer_id, vehicle_id order by began_on)
            as next_began_on
    from spells

)

select * from final
