with subjects as (

    select distinct
        customer_id,
        as_of_date
    from {{ ref('feature_subjects') }}

),

profiles as (

    select * from {{ ref('int_customer_profiles') }}

),

customer_events as (

    select * from {{ ref('customer_events') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

surveys as (

    select * from {{ ref('stg_survey') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

event_counts as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        {{ events_in_window('LEAD', 'leads') }},
        {{ events_in_window('QUOTE', 'quotes') }},
        {{ events_in_window('TEST_DRIVE', 'test_drives') }},
        {{ events_in_window('WEB_EVENT', 'web_events') }},
        {{ events_in_window('CONTACT', 'contacts') }},
        {{ events_in_window('RESPONSE', 'responses') }},
        {{ events_in_window('TICKET', 'mild_tickets') }},
        {{ events_in_window('SEVERE_TICKET', 'severe_tickets') }}
    from subjects
    inner join customer_events
        on
            subjects.customer_id = customer_events.customer_id
            and subjects.as_of_date > customer_events.known_date
            and subjects.as_of_date <= customer_events.untied_date
            and {{ within_days(
                'customer_events.event_date', 'subjects.as_of_date', longest_event_window()
            ) }}
    group by subjects.customer_id, subjects.as_of_date

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

order_history as (

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

last_surveys as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        {{ latest_value('surveys.nps', record_order('surveys.known_at', 'surveys.survey_key')) }}
            as last_nps
    from subjects
    inner join identity_map
        on subjects.customer_id = identity_map.customer_id
    inner join surveys
        on
            identity_map.party_key = surveys.party_key
            and {{ known_before('surveys.known_at', 'subjects.as_of_date') }}
    group by subjects.customer_id, subjects.as_of_date

),

final as (

    select
        subjects.customer_id,
        subjects.as_of_date,
        profiles.customer_type,
        {{ years_between('profiles.birth_date', 'subjects.as_of_date') }} as customer_age_years,
        {{ years_between(
            'least(holdings.first_held, order_history.first_order_date)', 'subjects.as_of_date'
        ) }} as customer_tenure_years,
        coalesce(holdings.vehicles_owned, 0) as vehicles_owned,
        coalesce(order_history.purchases, 0) as purchases,
        {{ months_between('order_history.last_order_date', 'subjects.as_of_date') }}
            as months_since_last_order,
        coalesce(event_counts.leads_365d, 0) as leads_365d,
        coalesce(event_counts.quotes_365d, 0) as quotes_365d,
        coalesce(event_counts.test_drives_365d, 0) as test_drives_365d,
        coalesce(event_counts.web_events_90d, 0) as web_events_90d,
        coalesce(event_counts.contacts_365d, 0) as contacts_365d,
        coalesce(event_counts.responses_365d, 0) as responses_365d,
        coalesce(event_counts.mild_tickets_365d + event_counts.severe_tickets_365d, 0)
            as tickets_365d,
        coalesce(event_counts.severe_tickets_365d, 0) as severe_tickets_365d,
        last_surveys.last_nps
    from subjects
    inner join profiles
        on subjects.customer_id = profiles.customer_id
    left join event_counts
        on
            subjects.customer_id = event_counts.customer_id
            and subjects.as_of_date = event_counts.as_of_date
    left join holdings
        on
            subjects.customer_id = holdings.customer_id
            and subjects.as_of_date = holdings.as_of_date
    left join order_history
        on
            subjects.customer_id = order_history.customer_id
            and subjects.as_of_date = order_history.as_of_date
    left join last_surveys
        on
            subjects.customer_id = last_surveys.customer_id
            and subjects.as_of_date = last_surveys.as_of_date

)

select * from final
