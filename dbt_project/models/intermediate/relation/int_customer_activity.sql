{#- The windows of the features: a figure of a customer is the same wherever it is read. -#}
{%- set months = var('visit_window_months')[1] -%}
{%- set web_days = var('event_window_days')['WEB_EVENT'] -%}
{%- set contact_days = var('event_window_days')['CONTACT'] -%}

with customers as (

    select * from {{ ref('int_customer_profiles') }}

),

visits as (

    select * from {{ ref('int_visits') }}

),

leads as (

    select * from {{ ref('int_leads') }}

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

    select * from {{ ref('int_web_events') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

visit_counts as (

    select
        customer_id,
        max(opened_date) as last_visit_date,
        count(case when opened_date >= {{ add_months(as_of_date(), 0 - months) }} then ro_key end)
            as visits_24m,
        sum(
            case
                when opened_date >= {{ add_months(as_of_date(), 0 - months) }} then net_customer
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
        count(case when tickets.closed_ts is null then tickets.ticket_key end) as open_tickets,
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
        customer_id,
        count(
            case
                when
                    event_ts >= cast({{ add_days(as_of_date(), 0 - web_days) }} as timestamp)
                    then event_key
            end
        ) as web_events_90d,
        cast(max(event_ts) as date) as last_web_visit_date
    from web_events
    where customer_id is not null and untied_at is null
    group by customer_id

),

contact_counts as (

    select
        customer_id,
        count(
            case
                when contact_date >= {{ add_days(as_of_date(), 0 - contact_days) }} then contact_id
            end
        ) as contacts_365d,
        max(contact_date) as last_contact_date
    from contacts
    where cell = 'TEST' and status in ('SENT', 'BOUNCED')
    group by customer_id

),

final as (

    select
        customers.customer_id,
        visit_counts.last_visit_date,
        coalesce(visit_counts.visits_24m, 0) as visits_24m,
        cast(coalesce(visit_counts.spend_24m, 0) as {{ type_money() }}) as spend_24m,
        coalesce(lead_counts.open_leads, 0) as open_leads,
        coalesce(ticket_counts.open_tickets, 0) as open_tickets,
        coalesce(ticket_counts.open_severe_ticket, false) as open_severe_ticket,
        ticket_counts.last_severe_ticket_date,
        memberships.loyalty_tier,
        memberships.loyalty_points,
        answers.last_nps,
        coalesce(web_counts.web_events_90d, 0) as web_events_90d,
        web_counts.last_web_visit_date,
        coalesce(contact_counts.contacts_365d, 0) as contacts_365d,
        contact_counts.last_contact_date
    from customers
    left join visit_counts
        on customers.customer_id = visit_counts.customer_id
    left join lead_counts
        on customers.customer_id = lead_counts.customer_id
    left join ticket_counts
        on customers.customer_id = ticket_counts.customer_id
    left join memberships
        on customers.customer_id = memberships.customer_id
    left join answers
        on customers.customer_id = answers.customer_id
    left join web_counts
        on customers.customer_id = web_counts.customer_id
    left join contact_counts
        on customers.customer_id = contact_counts.customer_id

)

select * from final
