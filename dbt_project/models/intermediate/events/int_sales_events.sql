with leads as (

    select * from {{ ref('int_leads') }}

),

quotes as (

    select * from {{ ref('stg_quote') }}

),

test_drives as (

    select * from {{ ref('stg_test_drive') }}

),

trade_ins as (

    select * from {{ ref('stg_trade_in') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

cars_offered as (

    select
        trade_ins.lead_key,
        min(vehicles.vehicle_id) as vehicle_id
    from trade_ins
    inner join vehicles
        on trade_ins.vin_normalised = vehicles.vin_normalised
    group by trade_ins.lead_key

),

followed as (

    select
        quotes.lead_key,
        'QUOTE' as event_code,
        quotes.quote_key as event_key,
        cast(quotes.known_at as date) as event_date
    from quotes

    union all

    select
        test_drives.lead_key,
        'TEST_DRIVE' as event_code,
        test_drives.test_drive_key as event_key,
        cast(test_drives.actual_ts as date) as event_date
    from test_drives

    union all

    select
        test_drives.lead_key,
        'DRIVE_MISSED' as event_code,
        test_drives.test_drive_key as event_key,
        cast(test_drives.scheduled_ts as date) as event_date
    from test_drives
    where test_drives.actual_ts is null

),

events as (

    select
        'LEAD' as event_code,
        lead_key as event_key,
        customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        lead_key as thread_key,
        cast(known_at as date) as event_date
    from leads

    union all

    -- A lead has one state and its last change; who bought elsewhere did so by that day.
    select
        case
            when cars_offered.vehicle_id is not null then 'TRADED_IN_ELSEWHERE'
            else 'BOUGHT_ELSEWHERE'
        end as event_code,
        leads.lead_key as event_key,
        leads.customer_id,
        cars_offered.vehicle_id,
        leads.lead_key as thread_key,
        cast(leads.status_known_at as date) as event_date
    from leads
    left join cars_offered
        on leads.lead_key = cars_offered.lead_key
    where leads.lost_reason = 'BOUGHT_ELSEWHERE'

    union all

    select
        followed.event_code,
        followed.event_key,
        leads.customer_id,
        null as vehicle_id,
        followed.lead_key as thread_key,
        followed.event_date
    from followed
    inner join leads
        on followed.lead_key = leads.lead_key

    union all

    select
        'ORDER' as event_code,
        order_key as event_key,
        customer_id,
        vehicle_id,
        lead_key as thread_key,
        order_date as event_date
    from orders
    where not is_cancelled

),

final as (

    select
        event_code,
        event_key,
        customer_id,
        vehicle_id,
        thread_key,
        event_date,
        cast(null as decimal(18, 4)) as value,
        case when event_code in ('LEAD', 'QUOTE', 'TEST_DRIVE') then event_code end as event_kind
    from events
    where event_date is not null

)

select * from final
