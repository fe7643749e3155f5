with dates as (

    select * from {{ ref('feature_dates') }}

),

leads as (

    select * from {{ ref('int_leads') }}
    where customer_id is not null

),

contacts as (

    select * from {{ ref('int_contact_history') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

quotes as (

    select * from {{ ref('stg_quote') }}

),

test_drives as (

    select * from {{ ref('stg_test_drive') }}

),

web_events as (

    select * from {{ ref('int_web_events') }}

),

tickets as (

    select * from {{ ref('stg_ticket') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

platform_contacts as (

    select * from {{ ref('stg_contact') }}

),

party_events as (

    select
        party_key,
        case when severity = 'SEVERE' then 'SEVERE_TICKET' else 'TICKET' end as event_kind,
        cast(known_at as date) as event_date
    from tickets

    union all

    select
        platform_contacts.party_key,
        'RESPONSE' as event_kind,
        cast(responses.known_at as date) as event_date
    from responses
    inner join platform_contacts
        on responses.contact_key = platform_contacts.contact_key
    where responses.response_type in ('OPEN', 'CLICK', 'REPLY', 'CALL_OK', 'VISIT')

),

dated_events as (

    select
        identity_map.customer_id,
        party_events.event_kind,
        party_events.event_date
    from party_events
    inner join identity_map
        on party_events.party_key = identity_map.party_key

    union all

    select
        customer_id,
        'LEAD' as event_kind,
        cast(known_at as date) as event_date
    from leads

    union all

    select
        leads.customer_id,
        'QUOTE' as event_kind,
        cast(quotes.known_at as date) as event_date
    from quotes
    inner join leads
        on quotes.lead_key = leads.lead_key

    union all

    select
        leads.customer_id,
        'TEST_DRIVE' as event_kind,
        cast(test_drives.actual_ts as date) as event_date
    from test_drives
    inner join leads
        on test_drives.lead_key = leads.lead_key

    union all

    select
        customer_id,
        'CONTACT' as event_kind,
        contact_date as event_date
    from contacts
    where cell = 'TEST' and status in ('SENT', 'BOUNCED')

),

-- A page can be tied to a customer later than it was seen, and be taken away again.
events as (

    select
        customer_id,
        event_kind,
        event_date,
        event_date as known_date,
        {{ open_end() }} as untied_date
    from dated_events

    union all

    select
        customer_id,
        'WEB_EVENT' as event_kind,
        cast(event_ts as date) as event_date,
        cast(tied_at as date) as known_date,
        coalesce(cast(untied_at as date), {{ open_end() }}) as untied_date
    from web_events
    where customer_id is not null

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
    group by
        events.customer_id, events.event_kind, events.event_date, events.known_date,
        events.untied_date

)

select * from final
