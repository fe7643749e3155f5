with profiles as (

    select * from {{ ref('int_customer_profiles') }}

),

golden as (

    select * from {{ ref('int_golden_record') }}

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

companies as (

    select * from {{ ref('int_companies') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

activities as (

    select * from {{ ref('int_customer_activity') }}

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
        count(case when not is_cancelled then order_key end) as purchases,
        {{ any_true('is_open') }} as has_open_order,
        {{ any_true("finance_status = 'ARREARS'") }} as in_arrears
    from orders
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
        golden.postal_code,
        golden.municipality_ine5,
        golden.province_code,
        households.household_id,
        order_counts.last_purchase_date,
        activities.last_visit_date,
        activities.visits_24m,
        activities.spend_24m,
        activities.open_leads,
        activities.open_severe_ticket,
        activities.last_severe_ticket_date,
        activities.open_tickets,
        activities.loyalty_tier,
        activities.loyalty_points,
        activities.last_nps,
        activities.web_events_90d,
        activities.last_web_visit_date,
        activities.contacts_365d,
        activities.last_contact_date,
        companies.fleet_size,
        companies.main_contact_customer_id,
        channel_flags.email_reachable,
        channel_flags.sms_reachable,
        channel_flags.call_reachable,
        channel_flags.letter_reachable,
        channel_flags.email_marketing_allowed,
        channel_flags.sms_marketing_allowed,
        channel_flags.call_marketing_allowed,
        channel_flags.letter_marketing_allowed,
        coalesce(companies.contact_persons, 0) as contact_persons,
        coalesce(ownership_counts.vehicles_owned, 0) as vehicles_owned,
        coalesce(ownership_counts.vehicles_ever - ownership_counts.vehicles_owned, 0)
            as vehicles_former,
        least(order_counts.first_purchase_date, ownership_counts.first_held_date)
            as first_purchase_date,
        coalesce(order_counts.purchases, 0) as purchases,
        coalesce(order_counts.has_open_order, false) as has_open_order,
        coalesce(order_counts.in_arrears, false) as in_arrears
    from profiles
    inner join households
        on profiles.customer_id = households.customer_id
    inner join activities
        on profiles.customer_id = activities.customer_id
    inner join channel_flags
        on profiles.customer_id = channel_flags.customer_id
    inner join golden
        on profiles.customer_id = golden.customer_id
    left join companies
        on profiles.customer_id = companies.customer_id
    left join ownership_counts
        on profiles.customer_id = ownership_counts.customer_id
    left join order_counts
        on profiles.customer_id = order_counts.customer_id

)

select * from final
