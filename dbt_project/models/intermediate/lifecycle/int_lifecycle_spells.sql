with relations as (

    select * from {{ ref('int_recorded_ownership') }}

),

endings as (

    select * from {{ ref('int_ownership_endings') }}

),

dated as (

    select
        *,
        role <> 'DRIVER' as holds_title,
        {{ first_day_knowing('greatest(starts_on, cast(known_at as date))') }} as begins_on,
        greatest(starts_on, {{ first_day_knowing('known_at') }}) as announced_on
    from relations

),

known as (

    select
        *,
        row_number() over (
            partition by vehicle_id, holds_title
            order by starts_on asc, known_at asc, ownership_key desc
        ) as succession
    from dated
    where begins_on <= {{ as_of_date() }}

),

-- Nobody holds or drives a car beside the one who took it over.
ends as (

    select
        ownership_key,
        {{ first_day_knowing('greatest(cast(valid_to as timestamp), changed_at)') }} as ends_on,
        valid_to as left_on,
        coalesce(end_reason, 'UNKNOWN') as end_reason
    from known
    where valid_to is not null

    union all

    select
        ownership_key,
        {{ first_day_knowing('known_at') }} as ends_on,
        cast(known_at as date) as left_on,
        ending_code as end_reason
    from endings

    union all

    select
        known.ownership_key,
        later.begins_on as ends_on,
        later.starts_on as left_on,
        'LATER_OWNER' as end_reason
    from known
    inner join known as later
        on
            known.vehicle_id = later.vehicle_id
            and known.holds_title = later.holds_title
            and known.succession < later.succession

),

ranked_ends as (

    select
        *,
        row_number() over (
            partition by ownership_key
            order by ends_on, end_reason = 'LATER_OWNER', left_on, end_reason
        ) as end_rank
    from ends

),

bounded as (

    select
        known.*,
        greatest(
            known.begins_on, coalesce(ranked_ends.ends_on, {{ open_end() }})
        ) as ends_on,
        ranked_ends.left_on,
        ranked_ends.end_reason as ended_by
    from known
    left join ranked_ends
        on
            known.ownership_key = ranked_ends.ownership_key
            and ranked_ends.end_rank = 1
            and ranked_ends.ends_on <= {{ as_of_date() }}

),

-- Rows of one customer and car that meet or overlap are one spell, a row that begins the day after
-- another's last one too, if it was known by then.
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
        sum(case when announced_on <= ends_before then 0 else 1 end) over (
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
        {{ latest_value('left_on', record_order('ends_on', 'ownership_key')) }} as left_on,
        {{ latest_value('ended_by', record_order('ends_on', 'ownership_key')) }} as end_reason,
        coalesce(max(case when holds_title then ends_on end) = max(ends_on), false) as holds_title
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
        nullif(ended_on, {{ open_end() }}) as ended_on,
        case when ended_on < {{ open_end() }} then least(left_on, ended_on) end as left_on,
        case when ended_on < {{ open_end() }} then end_reason end as end_reason,
        lead(began_on) over (partition by customer_id, vehicle_id order by began_on)
            as next_began_on
    from spells

)

select * from final
