with subjects as (

    select distinct
        customer_id,
        as_of_date
    from {{ ref('feature_subjects') }}

),

profiles as (

    select * from {{ ref('int_customer_profiles') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

leads as (

    select * from {{ ref('int_leads') }}

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

    select * from {{ ref('stg_web_event') }}

),

tickets as (

    select * from {{ ref('stg_ticket') }}

),

surveys as (

    select * from {{ ref('stg_survey') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

platform_contacts as (

    select * from {{ ref('stg_contact') }}

),

own_web_events as (

    select
        identity_map.customer_id,
        web_events.known_at
    from web_events
    inner join identity_map
        on web_events.party_key = identity_map.party_key

),

own_tickets as (

    select
        identity_map.customer_id,
        tickets.known_at,
        tickets.severity
    from tickets
    inner join identity_map
        on tickets.party_key = identity_map.party_key

),

own_surveys as (

    select
        identity_map.customer_id,
        surveys.known_at,
        surveys.nps,
        surveys.survey_key
    from surveys
    inner join identity_map
        on surveys.party_key = identity_map.party_key

),

own_quotes as (

    select
        leads.customer_id,
        quotes.known_at
    from quotes
    inner join leads
        on quotes.lead_key = leads.lead_key
    where leads.customer_id is not null

),

own_test_drives as (

    select
        leads.customer_id,
        test_drives.actual_ts as known_at
    from test_drives
    inner join leads
        on test_drives.lead_key = leads.lead_key
    where leads.customer_id is not null and test_drives.actual_ts is not null

),

own_responses as (

    select
        identity_map.customer_id,
        responses.known_at
    from responses
    inner join platform_contacts
        on responses.contact_key = platform_contacts.contact_key
    inner join identity_map
        on platform_contacts.party_key = identity_map.party_key
    where responses.response_type in ('OPEN', 'CLICK', 'REPLY', 'CALL_OK', 'VISIT')

),

own_contacts as (

    select
        customer_id,
        cast(contact_date as timestamp) as known_at
    from contacts
    where cell = 'TEST' and status in ('SENT', 'BOUNCED')

),

-- Cars held on the day: title relations that had begun and were not known to have ended.
holdings as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        min(ownerships.valid_from) as first_held,
        count(
            distinct case
                when
                    ownerships.closed_known_at is null
                    or not {{ known_before('ownerships.closed_known_at', 'subjects.as_of_date') }}
                    then ownerships.vehicle_id
            end
        ) as vehicles_owned
    from subjects
    inner join ownerships
        on
            subjects.customer_id = ownerships.customer_id
            and subjects.as_of_date > ownerships.starts_on
            and {{ known_before('ownerships.known_at', 'subjects.as_of_date') }}
    where ownerships.holds_title
    group by subjects.customer_id, subjects.as_of_date

),

order_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as purchases,
        min(orders.order_date) as first_order_date,
        max(orders.order_date) as last_order_date
    from subjects
    inner join orders
        on
            subjects.customer_id = orders.customer_id
            and {{ known_before('orders.known_at', 'subjects.as_of_date') }}
    group by subjects.customer_id, subjects.as_of_date

),

lead_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as leads_365d
    from subjects
    inner join leads
        on
            subjects.customer_id = leads.customer_id
            and {{ known_before('leads.known_at', 'subjects.as_of_date') }}
            and leads.known_at
            >= cast({{ add_days('subjects.as_of_date', -365) }} as timestamp)
    group by subjects.customer_id, subjects.as_of_date

),

quote_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as quotes_365d
    from subjects
    inner join own_quotes
        on
            subjects.customer_id = own_quotes.customer_id
            and {{ known_before('own_quotes.known_at', 'subjects.as_of_date') }}
            and own_quotes.known_at
            >= cast({{ add_days('subjects.as_of_date', -365) }} as timestamp)
    group by subjects.customer_id, subjects.as_of_date

),

test_drive_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as test_drives_365d
    from subjects
    inner join own_test_drives
        on
            subjects.customer_id = own_test_drives.customer_id
            and {{ known_before('own_test_drives.known_at', 'subjects.as_of_date') }}
            and own_test_drives.known_at
            >= cast({{ add_days('subjects.as_of_date', -365) }} as timestamp)
    group by subjects.customer_id, subjects.as_of_date

),

web_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as web_events_90d
    from subjects
    inner join own_web_events
        on
            subjects.customer_id = own_web_events.customer_id
            and {{ known_before('own_web_events.known_at', 'subjects.as_of_date') }}
            and own_web_events.known_at
            >= cast({{ add_days('subjects.as_of_date', -90) }} as timestamp)
    group by subjects.customer_id, subjects.as_of_date

),

contact_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as contacts_365d
    from subjects
    inner join own_contacts
        on
            subjects.customer_id = own_contacts.customer_id
            and {{ known_before('own_contacts.known_at', 'subjects.as_of_date') }}
            and own_contacts.known_at
            >= cast({{ add_days('subjects.as_of_date', -365) }} as timestamp)
    group by subjects.customer_id, subjects.as_of_date

),

response_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as responses_365d
    from subjects
    inner join own_responses
        on
            subjects.customer_id = own_responses.customer_id
            and {{ known_before('own_responses.known_at', 'subjects.as_of_date') }}
            and own_responses.known_at
            >= cast({{ add_days('subjects.as_of_date', -365) }} as timestamp)
    group by subjects.customer_id, subjects.as_of_date

),

ticket_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        count(*) as tickets_365d,
        sum(case when own_tickets.severity = 'SEVERE' then 1 else 0 end) as severe_tickets_365d
    from subjects
    inner join own_tickets
        on
            subjects.customer_id = own_tickets.customer_id
            and {{ known_before('own_tickets.known_at', 'subjects.as_of_date') }}
            and own_tickets.known_at
            >= cast({{ add_days('subjects.as_of_date', -365) }} as timestamp)
    group by subjects.customer_id, subjects.as_of_date

),

survey_answers as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        {{ latest_value(
            'own_surveys.nps', record_order('own_surveys.known_at', 'own_surveys.survey_key')
        ) }} as last_nps
    from subjects
    inner join own_surveys
        on
            subjects.customer_id = own_surveys.customer_id
            and {{ known_before('own_surveys.known_at', 'subjects.as_of_date') }}
    group by subjects.customer_id, subjects.as_of_date

),

final as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        profiles.customer_type,
        cast(
            {{ days_between('profiles.birth_date', 'subjects.as_of_date') }} / 365.25
            as decimal(9, 3)
        ) as customer_age_years,
        cast(
            {{ days_between(
                'least(holdings.first_held, order_counts.first_order_date)', 'subjects.as_of_date'
            ) }} / 365.25
            as decimal(9, 3)
        ) as customer_tenure_years,
        coalesce(holdings.vehicles_owned, 0) as vehicles_owned,
        coalesce(order_counts.purchases, 0) as purchases,
        cast(
            {{ days_between('order_counts.last_order_date', 'subjects.as_of_date') }} / 30.4375
            as decimal(9, 3)
        ) as months_since_last_order,
        coalesce(lead_counts.leads_365d, 0) as leads_365d,
        coalesce(quote_counts.quotes_365d, 0) as quotes_365d,
        coalesce(test_drive_counts.test_drives_365d, 0) as test_drives_365d,
        coalesce(web_counts.web_events_90d, 0) as web_events_90d,
        coalesce(contact_counts.contacts_365d, 0) as contacts_365d,
        coalesce(response_counts.responses_365d, 0) as responses_365d,
        coalesce(ticket_counts.tickets_365d, 0) as tickets_365d,
        coalesce(ticket_counts.severe_tickets_365d, 0) as severe_tickets_365d,
        survey_answers.last_nps
    from subjects
    inner join profiles
        on subjects.customer_id = profiles.customer_id
    left join holdings
        on
            subjects.customer_id = holdings.customer_id
            and subjects.as_of_date = holdings.as_of_date
    left join order_counts
        on
            subjects.customer_id = order_counts.customer_id
            and subjects.as_of_date = order_counts.as_of_date
    left join lead_counts
        on
            subjects.customer_id = lead_counts.customer_id
            and subjects.as_of_date = lead_counts.as_of_date
    left join quote_counts
        on
            subjects.customer_id = quote_counts.customer_id
            and subjects.as_of_date = quote_counts.as_of_date
    left join test_drive_counts
        on
            subjects.customer_id = test_drive_counts.customer_id
            and subjects.as_of_date = test_drive_counts.as_of_date
    left join web_counts
        on
            subjects.customer_id = web_counts.customer_id
            and subjects.as_of_date = web_counts.as_of_date
    left join contact_counts
        on
            subjects.customer_id = contact_counts.customer_id
            and subjects.as_of_date = contact_counts.as_of_date
    left join response_counts
        on
            subjects.customer_id = response_counts.customer_id
            and subjects.as_of_date = response_counts.as_of_date
    left join ticket_counts
        on
            subjects.customer_id = ticket_counts.customer_id
            and subjects.as_of_date = ticket_counts.as_of_date
    left join survey_answers
        on
            subjects.customer_id = survey_answers.customer_id
            and subjects.as_of_date = survey_answers.as_of_date

)

select * from final
