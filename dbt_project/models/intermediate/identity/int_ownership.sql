with relations as (

    select * from {{ ref('int_recorded_ownership') }}
    where starts_on < {{ as_of_date() }}

),

endings as (

    select * from {{ ref('int_ownership_endings') }}

),

ranked_endings as (

    select
        *,
        row_number() over (
            partition by ownership_key order by ended_on, known_at, ending_code
        ) as ending_rank
    from endings

),

first_endings as (

    select *
    from ranked_endings
    where ending_rank = 1

),

closed as (

    select
        relations.*,
        first_endings.ending_code,
        coalesce(relations.valid_to, first_endings.ended_on) as closed_on,
        case
            when relations.valid_to is null then first_endings.known_at
            else greatest(
                cast(relations.valid_to as timestamp),
                coalesce(relations.changed_at, cast(relations.valid_to as timestamp))
            )
        end as closed_known_at
    from relations
    left join first_endings
        on relations.ownership_key = first_endings.ownership_key

),

standing as (

    select
        *,
        role <> 'DRIVER' as holds_title,
        (closed_on is null or closed_on >= {{ as_of_date() }}) as is_standing
    from closed

),

-- One current owner a vehicle and one current driver: the latest to begin.
ranked as (

    select
        *,
        row_number() over (
            partition by vehicle_id, is_standing, holds_title
            order by starts_on desc, known_at desc, ownership_key asc
        ) as standing_rank
    from standing

),

final as (

    select
        ownership_key,
        vehicle_id,
        customer_id,
        role,
        valid_from,
        closed_on as valid_to,
        holds_title,
        is_dealer,
        starts_on,
        known_at,
        closed_known_at,
        coalesce(end_reason, ending_code) as end_reason,
        is_standing and standing_rank = 1 as is_current
    from ranked

)

select * from final
