with profiles as (

    select * from {{ ref('int_customer_profiles') }}

),

addresses as (

    select * from {{ ref('int_customer_addresses') }}

),

households as (

    select * from {{ ref('int_households') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

leads as (

    select * from {{ ref('int_leads') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

contacts as (

    select * from {{ ref('int_contact_history') }}

),

tickets as (

    select * from {{ ref('stg_ticket') }}

),

members as (

    select * from {{ ref('stg_loyalty_member') }}

),

surveys as (

    select * from {{ ref('stg_survey') }}

),

web_events as (

    select * from {{ ref('stg_web_event') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

ownership_counts as (

    select
        customer_id,
        count(distinct case when is_current then vehicle_id end) as vehicles_owned,
        count(distinct vehicle_id) as vehicles_ever,
        min(valid_from) as first_held_date
    from ownerships
    where holds_title
    group by customer_id

),

order_counts as (

    select
        customer_id,
        min(case when not is_cancelled then order_date end) as first_purchase_date,
        max(case when not is_cancelled then order_date end) as last_purchase_date,
        sum(case when is_cancelled then 0 else 1 end) as purchases,
        {{ any_true('is_open') }} as has_open_order,
        {{ any_true("finance_status = 'ARREARS'") }} as in_arrears
    from orders
    group by customer_id

),

visit_counts as (

    select
        customer_id,
        max(opened_date) as last_visit_date,
        sum(case when opened_date >= {{ add_months(as_of_date(), -24) }} then 1 else 0 end)
            as visits_24m,
        sum(
            case
                when opened_date >= {{ add_months(as_of_date(), -24) }} then net_customer
                else 0
            end
        ) as spend_24m
    from visits
    where customer_id is not null
    group by customer_id

),

lead_counts as (

    select
        customer_id,
        count(*) as open_leads
    from leads
    where
        customer_id is not null
        and is_valid
        and not has_order
        and status in ('NEW', 'WORKING')
        and received_ts
        >= cast({{ add_days(as_of_date(), 0 - var('lead_open_days')) }} as timestamp)
    group by customer_id

),

ticket_counts as (

    select
        identity_map.customer_id,
        sum(case when tickets.closed_ts is null then 1 else 0 end) as open_tickets,
        {{ any_true("tickets.severity = 'SEVERE' and tickets.closed_ts is null") }}
            as open_severe_ticket,
        cast(
            max(case when tickets.severity = 'SEVERE' then tickets.opened_ts end) as date
        ) as last_severe_ticket_date
    from tickets
    inner join identity_map
        on tickets.party_key = identity_map.party_key
    where tickets.opened_ts < cast({{ as_of_date() }} as timestamp)
    group by identity_map.customer_id

),

memberships as (

    select
        identity_map.customer_id,
        {{ latest_value('members.tier', record_order('members.known_at', 'members.member_key')) }}
            as loyalty_tier,
        {{ latest_value('members.points', record_order('members.known_at', 'members.member_key')) }}
            as loyalty_points
    from members
    inner join identity_map
        on members.party_key = identity_map.party_key
    group by identity_map.customer_id

),

answers as (

    select
        identity_map.customer_id,
        {{ latest_value('surveys.nps', record_order('surveys.answered_ts', 'surveys.survey_key')) }}
            as last_nps
    from surveys
    inner join identity_map
        on surveys.party_key = identity_map.party_key
    where surveys.answered_ts < cast({{ as_of_date() }} as timestamp)
    group by identity_map.customer_id

),

web_counts as (

    select
        identity_map.customer_id,
        count(*) as web_events_90d
    from web_events
    inner join identity_map
        on web_events.party_key = identity_map.party_key
    where
        web_events.event_ts < cast({{ as_of_date() }} as timestamp)
        and web_events.event_ts >= cast({{ add_days(as_of_date(), -90) }} as timestamp)
    group by identity_map.customer_id

),

contact_counts as (

    select
        customer_id,
        sum(case when contact_date >= {{ add_days(as_of_date(), -365) }} then 1 else 0 end)
            as contacts_365d,
        max(contact_date) as last_contact_date
    from contacts
    where cell = 'TEST' and status in ('SENT', 'BOUNCED')
    group by customer_id

),

channel_flags as (

    select
        customer_id,
        {{ any_true("channel = 'EMAIL' and is_valid_point") }} as email_reachable,
        {{ any_true("channel = 'SMS' and is_valid_point") }} as sms_reachable,
        {{ any_true("channel = 'CALL' and is_valid_point") }} as call_reachable,
        {{ any_true("channel = 'LETTER' and is_valid_point") }} as letter_reachable,
        {{ any_true("channel = 'EMAIL' and is_commercial_allowed") }} as email_marketing_allowed,
        {{ any_true("channel = 'SMS' and is_commercial_allowed") }} as sms_marketing_allowed,
        {{ any_true("channel = 'CALL' and is_commercial_allowed") }} as call_marketing_allowed,
        {{ any_true("channel = 'LETTER' and is_commercial_allowed") }} as letter_marketing_allowed,
        {{ any_true('has_own_objection') }} as has_objected,
        {{ any_true('is_erased') }} as is_erased
    from contactability
    group by customer_id

),

final as (

    select
        profiles.customer_id,
        profiles.earliest_party_key,
        profiles.record_count,
        profiles.customer_type,
        profiles.first_name,
        profiles.surname,
        profiles.gender,
        profiles.birth_date,
        profiles.age,
        profiles.language,
        profiles.treatment,
        profiles.is_employee,
        profiles.is_deceased,
        profiles.is_dealer_owned,
        profiles.is_unresolved,
        profiles.is_minor,
        profiles.is_test_address,
        channel_flags.is_erased,
        channel_flags.has_objected,
        addresses.postal_code,
        addresses.municipality_ine5,
        addresses.province_code,
        households.household_id,
        coalesce(ownership_counts.vehicles_owned, 0) as vehicles_owned,
        coalesce(ownership_counts.vehicles_ever - ownership_counts.vehicles_owned, 0)
            as vehicles_former,
        least(order_counts.first_purchase_date, ownership_counts.first_held_date)
            as first_purchase_date,
        order_counts.last_purchase_date,
        coalesce(order_counts.purchases, 0) as purchases,
        visit_counts.last_visit_date,
        coalesce(visit_counts.visits_24m, 0) as visits_24m,
        cast(coalesce(visit_counts.spend_24m, 0) as {{ type_money() }}) as spend_24m,
        coalesce(lead_counts.open_leads, 0) as open_leads,
        coalesce(ticket_counts.open_severe_ticket, false) as open_severe_ticket,
        ticket_counts.last_severe_ticket_date,
        coalesce(ticket_counts.open_tickets, 0) as open_tickets,
        memberships.loyalty_tier,
        memberships.loyalty_points,
        answers.last_nps,
        coalesce(web_counts.web_events_90d, 0) as web_events_90d,
        coalesce(contact_counts.contacts_365d, 0) as contacts_365d,
        contact_counts.last_contact_date,
        coalesce(order_counts.has_open_order, false) as has_open_order,
        coalesce(order_counts.in_arrears, false) as in_arrears,
        channel_flags.email_reachable,
        channel_flags.sms_reachable,
        channel_flags.call_reachable,
        channel_flags.letter_reachable,
        channel_flags.email_marketing_allowed,
        channel_flags.sms_marketing_allowed,
        channel_flags.call_marketing_allowed,
        channel_flags.letter_marketing_allowed
    from profiles
    inner join households
        on profiles.customer_id = households.customer_id
    inner join channel_flags
        on profiles.customer_id = channel_flags.customer_id
    left join addresses
        on profiles.customer_id = addresses.customer_id
    left join ownership_counts
        on profiles.customer_id = ownership_counts.customer_id
    left join order_counts
        on profiles.customer_id = order_counts.customer_id
    left join visit_counts
        on profiles.customer_id = visit_counts.customer_id
    left join lead_counts
        on profiles.customer_id = lead_counts.customer_id
    left join ticket_counts
        on profiles.customer_id = ticket_counts.customer_id
    left join memberships
        on profiles.customer_id = memberships.customer_id
    left join answers
        on profiles.customer_id = answers.customer_id
    left join web_counts
        on profiles.customer_id = web_counts.customer_id
    left join contact_counts
        on profiles.customer_id = contact_counts.customer_id

)

select * from final
