with web_events as (

    select * from {{ ref('int_web_events') }}

),

-- Today's view: who a page is tied to no more is nobody.
final as (

    select
        session_id,
        min(cookie_id) as cookie_id,
        cast(min(event_ts) as date) as session_date,
        min(event_ts) as began_ts,
        max(event_ts) as ended_ts,
        count(*) as pages,
        {{ any_true('is_named') }} as has_named_page,
        case
            when count(distinct case when untied_at is null then customer_id end) = 1
                then min(case when untied_at is null then customer_id end)
        end as customer_id
    from web_events
    group by session_id

)

select * from final
