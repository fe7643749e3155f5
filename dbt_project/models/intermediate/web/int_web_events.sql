with web_events as (

    select * from {{ ref('stg_web_event') }}
    where event_ts < cast({{ as_of_date() }} as timestamp)

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

pages as (

    select
        web_events.event_key,
        web_events.cookie_id,
        web_events.url_type,
        web_events.model_code,
        web_events.event_ts,
        web_events.known_at,
        identity_map.customer_id as named_customer_id
    from web_events
    left join identity_map
        on web_events.party_key = identity_map.party_key

),

followed as (

    select
        *,
        lag(event_ts) over (
            partition by cookie_id, cast(event_ts as date)
            order by event_ts, event_key
        ) as previous_ts
    from pages

),

-- A session ends at midnight at the latest, so that no day of features sees a part of one.
numbered as (

    select
        *,
        sum({{ as_count(
            'previous_ts is null or event_ts > '
            ~ add_minutes('previous_ts', var('web_session_gap_minutes'))
        ) }}) over (
            partition by cookie_id
            order by event_ts, event_key
            rows between unbounded preceding and current row
        ) as session_number
    from followed

),

named_in_session as (

    select
        cookie_id,
        session_number,
        min(named_customer_id) as customer_id,
        min(known_at) as named_at,
        count(distinct named_customer_id) as customers
    from numbered
    where named_customer_id is not null
    group by cookie_id, session_number

),

first_named as (

    select
        cookie_id,
        named_customer_id as customer_id,
        min(known_at) as named_at
    from numbered
    where named_customer_id is not null
    group by cookie_id, named_customer_id

),

ranked_names as (

    select
        *,
        row_number() over (
            partition by cookie_id order by named_at, customer_id
        ) as name_rank,
        lead(named_at) over (
            partition by cookie_id order by named_at, customer_id
        ) as next_named_at
    from first_named

),

-- Whose browser it is until somebody else names himself on it.
cookies as (

    select
        cookie_id,
        customer_id,
        named_at,
        next_named_at
    from ranked_names
    where name_rank = 1

),

tied as (

    select
        numbered.event_key,
        numbered.cookie_id,
        numbered.url_type,
        numbered.model_code,
        numbered.event_ts,
        min(numbered.event_ts) over (
            partition by numbered.cookie_id, numbered.session_number
        ) as session_began,
        numbered.named_customer_id is not null as is_named,
        case
            when numbered.named_customer_id is not null then numbered.named_customer_id
            when named_in_session.customers = 1 then named_in_session.customer_id
            when named_in_session.customers is null then cookies.customer_id
        end as customer_id,
        case
            when numbered.named_customer_id is not null then numbered.known_at
            else greatest(
                numbered.known_at, coalesce(named_in_session.named_at, cookies.named_at)
            )
        end as tied_at,
        case
            when numbered.named_customer_id is null and named_in_session.customers is null
                then cookies.next_named_at
        end as untied_at
    from numbered
    left join named_in_session
        on
            numbered.cookie_id = named_in_session.cookie_id
            and numbered.session_number = named_in_session.session_number
    left join cookies
        on numbered.cookie_id = cookies.cookie_id

),

final as (

    select
        event_key,
        cookie_id,
        {{ surrogate_id(["'SESSION'", 'cookie_id', 'session_began']) }} as session_id,
        url_type,
        model_code,
        event_ts,
        is_named,
        customer_id,
        case when customer_id is not null then tied_at end as tied_at,
        case when customer_id is not null then untied_at end as untied_at
    from tied

)

select * from final
