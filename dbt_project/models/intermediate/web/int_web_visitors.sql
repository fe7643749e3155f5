with web_events as (

    select * from {{ ref('int_web_events') }}

),

final as (

    select
        cookie_id,
        case
            when count(distinct case when is_named then customer_id end) = 1
                then min(case when is_named then customer_id end)
        end as customer_id,
        min(event_ts) as first_seen_ts,
        max(event_ts) as last_seen_ts,
        min(case when is_named then tied_at end) as named_ts,
        count(distinct case when is_named then customer_id end) as customers,
        count(distinct session_id) as sessions,
        count(*) as pages
    from web_events
    group by cookie_id

)

select * from final
