with sales_events as (

    select * from {{ ref('int_sales_events') }}

),

service_events as (

    select * from {{ ref('int_service_events') }}

),

contact_events as (

    select * from {{ ref('int_contact_events') }}

),

web_events as (

    select * from {{ ref('int_web_events') }}

),

dated_events as (

    select * from sales_events

    union all

    select * from service_events

    union all

    select * from contact_events

),

-- A page can be tied to a customer later than it was seen, and be taken away again.
final as (

    select
        event_code,
        event_kind,
        event_key,
        customer_id,
        cast(null as {{ dbt.type_string() }}) as cookie_id,
        vehicle_id,
        thread_key,
        value,
        event_date,
        event_date as known_date,
        {{ open_end() }} as untied_date
    from dated_events

    union all

    select
        'PAGE_' || url_type as event_code,
        'WEB_EVENT' as event_kind,
        event_key,
        customer_id,
        cookie_id,
        null as vehicle_id,
        session_id as thread_key,
        null as value,
        cast(event_ts as date) as event_date,
        cast(coalesce(tied_at, event_ts) as date) as known_date,
        coalesce(cast(untied_at as date), {{ open_end() }}) as untied_date
    from web_events

)

select * from final
