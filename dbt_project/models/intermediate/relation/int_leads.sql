with leads as (

    select * from {{ ref('stg_lead') }}

),

test_drives as (

    select * from {{ ref('stg_test_drive') }}

),

orders as (

    select * from {{ ref('stg_sales_order') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

channels as (

    select * from {{ ref('int_contact_channels') }}

),

drives as (

    select
        lead_key,
        min(actual_ts) as test_drive_ts
    from test_drives
    where actual_ts < cast({{ as_of_date() }} as timestamp)
    group by lead_key

),

ordered_leads as (

    select distinct lead_key
    from orders
    where lead_key is not null and stage <> 'CANCELLED'

),

-- An anonymous enquiry is a customer's when its email or mobile is known for that customer alone.
known_values as (

    select
        contact_value,
        min(customer_id) as customer_id
    from channels
    where channel in ('EMAIL', 'SMS') and is_valid
    group by contact_value
    having count(distinct customer_id) = 1

),

final as (

    select
        leads.lead_key,
        leads.received_ts,
        leads.model_code,
        leads.channel,
        leads.status,
        leads.lost_reason,
        leads.assigned_dealer_id as dealer_id,
        leads.first_attempt_ts,
        leads.first_contact_ts,
        drives.test_drive_ts,
        leads.known_at,
        coalesce(leads.updated_at, leads.known_at) as status_known_at,
        coalesce(
            identity_map.customer_id, by_email.customer_id, by_phone.customer_id
        ) as customer_id,
        (
            leads.status <> 'INVALID' and coalesce(leads.lost_reason, '') <> 'DUPLICATE'
        ) as is_valid,
        ordered_leads.lead_key is not null as has_order
    from leads
    left join identity_map
        on leads.party_key = identity_map.party_key
    left join known_values as by_email
        on leads.party_key is null and leads.contact_email_normalised = by_email.contact_value
    left join known_values as by_phone
        on leads.party_key is null and leads.contact_phone_normalised = by_phone.contact_value
    left join drives
        on leads.lead_key = drives.lead_key
    left join ordered_leads
        on leads.lead_key = ordered_leads.lead_key
    where leads.received_ts < cast({{ as_of_date() }} as timestamp)

)

select * from final
