with dates as (

    select * from {{ ref('feature_dates') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

consents as (

    select * from {{ ref('int_consent_status') }}

),

-- An objection stops profiling at once (L3). Past dates stay: they teach a model and score nobody.
objectors as (

    select distinct customer_id
    from consents
    where
        purpose in ('OWN_MKT', 'PROFILING')
        and status = 'OBJECTED'

),

-- Who held or drove a car on a day, as far as that day knew.
standing as (

    select
        ownerships.customer_id,
        ownerships.vehicle_id,
        dates.as_of_date,
        ownerships.holds_title,
        ownerships.starts_on,
        ownerships.valid_from,
        ownerships.valid_to,
        ownerships.ownership_key,
        ownerships.known_at
    from ownerships
    inner join dates
        on
            ownerships.starts_on < dates.as_of_date
            and {{ known_before('ownerships.known_at', 'dates.as_of_date') }}
    where
        ownerships.closed_known_at is null
        or not {{ known_before('ownerships.closed_known_at', 'dates.as_of_date') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by vehicle_id, as_of_date, holds_title
            order by starts_on desc, known_at desc, ownership_key asc
        ) as standing_rank
    from standing

),

final as (

    select
        ranked.customer_id,
        ranked.vehicle_id,
        ranked.as_of_date,
        min(ranked.valid_from) as held_from,
        max(coalesce(ranked.valid_to, {{ open_end() }})) as held_to
    from ranked
    left join objectors
        on
            ranked.customer_id = objectors.customer_id
            and ranked.as_of_date = {{ as_of_date() }}
    where
        ranked.standing_rank = 1
        and objectors.customer_id is null
    group by ranked.customer_id, ranked.vehicle_id, ranked.as_of_date

)

select * from final
