with visitors as (

    select * from {{ ref('int_web_visitors') }}

),

web_events as (

    select * from {{ ref('int_web_events') }}

),

strangers as (

    select
        cookie_id,
        cast(first_seen_ts as date) as first_seen_date,
        cast(last_seen_ts as date) as last_seen_date,
        sessions,
        pages
    from visitors
    where customers = 0

),

page_days as (

    select
        cookie_id,
        cast(max(case when url_type = 'FORM' then event_ts end) as date) as last_form_date,
        cast(max(case when url_type = 'BOOKING' then event_ts end) as date) as last_booking_date,
        cast(max(case when url_type = 'CONFIGURATOR' then event_ts end) as date)
            as last_configurator_date,
        cast(max(case when url_type = 'PRICE' then event_ts end) as date) as last_price_date,
        {{ latest_value('model_code', record_order('event_ts', 'event_key')) }} as last_model_code
    from web_events
    group by cookie_id

),

final as (

    select
        strangers.cookie_id,
        strangers.first_seen_date,
        strangers.last_seen_date,
        strangers.sessions,
        strangers.pages,
        page_days.last_form_date,
        page_days.last_booking_date,
        page_days.last_configurator_date,
        page_days.last_price_date,
        page_days.last_model_code
    from strangers
    inner join page_days on strangers.cookie_id = page_days.cookie_id

)

select * from final
