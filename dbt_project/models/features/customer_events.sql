with dates as (

    select * from {{ ref('feature_dates') }}

),

events as (

    select * from {{ ref('int_customer_events') }}

),

-- Older events are in the window of no day that features are built for.
first_day as (

    select {{ add_days('min(as_of_date)', 0 - longest_event_window()) }} as first_day
    from dates

),

-- Whole days are enough: a day of features knows what came before its midnight.
final as (

    select
        events.customer_id,
        events.event_kind,
        events.event_date,
        events.known_date,
        events.untied_date,
        count(*) as events
    from events
    inner join first_day
        on events.event_date >= first_day.first_day
    where
        events.event_kind is not null
        and events.customer_id is not null
    group by
        events.customer_id, events.event_kind, events.event_date, events.known_date,
        events.untied_date

)

select * from final
