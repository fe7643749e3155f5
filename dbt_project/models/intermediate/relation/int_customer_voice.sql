with customers as (

    select * from {{ ref('int_customer_profiles') }}

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

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

ticket_counts as (

    select
        identity_map.customer_id,
        count(*) as tickets,
        count(case when tickets.closed_ts is null then tickets.ticket_key end) as open_tickets,
        {{ any_true("tickets.severity = 'SEVERE' and tickets.closed_ts is null") }}
            as open_severe_ticket,
        cast(max(tickets.opened_ts) as date) as last_ticket_date,
        {{ latest_value(
            'tickets.category', record_order('tickets.opened_ts', 'tickets.ticket_key')
        ) }} as last_ticket_category,
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

marks as (

    select
        identity_map.customer_id,
        surveys.nps,
        surveys.answered_ts,
        case surveys.survey_type when 'CVS' then surveys.nps end as sales_nps,
        case surveys.survey_type when 'CVA' then surveys.nps end as service_nps,
        {{ record_order('surveys.answered_ts', 'surveys.survey_key') }} as answer_order
    from surveys
    inner join identity_map
        on surveys.party_key = identity_map.party_key
    where surveys.answered_ts < cast({{ as_of_date() }} as timestamp)

),

answers as (

    select
        customer_id,
        count(*) as surveys_answered,
        {{ latest_value('nps', 'answer_order') }} as last_nps,
        {{ latest_value('sales_nps', 'answer_order') }} as last_sales_nps,
        cast(max(case when sales_nps is not null then answered_ts end) as date)
            as last_sales_nps_date,
        {{ latest_value('service_nps', 'answer_order') }} as last_service_nps,
        cast(max(case when service_nps is not null then answered_ts end) as date)
            as last_service_nps_date
    from marks
    group by customer_id

),

final as (

    select
        customers.customer_id,
        ticket_counts.last_ticket_date,
        ticket_counts.last_ticket_category,
        ticket_counts.last_severe_ticket_date,
        memberships.loyalty_tier,
        memberships.loyalty_points,
        answers.last_nps,
        answers.last_sales_nps,
        answers.last_sales_nps_date,
        answers.last_service_nps,
        answers.last_service_nps_date,
        coalesce(ticket_counts.tickets, 0) as tickets,
        coalesce(ticket_counts.open_tickets, 0) as open_tickets,
        coalesce(ticket_counts.open_severe_ticket, false) as open_severe_ticket,
        coalesce(answers.surveys_answered, 0) as surveys_answered
    from customers
    left join ticket_counts
        on customers.customer_id = ticket_counts.customer_id
    left join memberships
        on customers.customer_id = memberships.customer_id
    left join answers
        on customers.customer_id = answers.customer_id

)

select * from final
