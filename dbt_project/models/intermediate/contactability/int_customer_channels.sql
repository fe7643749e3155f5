{#- Of each channel the same columns, named after it. -#}
{%- set channels = ['email', 'sms', 'call', 'letter'] -%}

with contactability as (

    select * from {{ ref('int_contactability') }}

),

consents as (

    select * from {{ ref('int_consent_status') }}
    where controller = 'BRAND' and purpose = 'OWN_MKT' and status = 'GRANTED'

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}
    where unusable_reason = 'HARD_BOUNCE'

),

golden as (

    select * from {{ ref('int_golden_record') }}

),

addresses as (

    select * from {{ ref('stg_party_address') }}
    where returned_mail_count >= {{ var('max_returned_mail') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

by_channel as (

    select
        customer_id,
        {% for channel in channels -%}
            {%- set of_channel = "channel = '" ~ channel | upper ~ "'" %}
            {{ any_true(of_channel ~ ' and is_valid_point') }} as {{ channel }}_reachable,
            {{ any_true(of_channel ~ ' and is_commercial_allowed') }}
                as {{ channel }}_marketing_allowed,
            max(case when {{ of_channel }} then commercial_basis end) as {{ channel }}_basis,
            max(case when {{ of_channel }} then commercial_block_reason end)
                as {{ channel }}_block_reason,
            {{ any_true(of_channel ~ ' and robinson_listed') }} as {{ channel }}_robinson_listed,
        {%- endfor %}
        {{ any_true('has_own_objection') }} as has_objected,
        {{ any_true('is_erased') }} as is_erased
    from contactability
    group by customer_id

),

consent_days as (

    select
        customer_id,
        cast(max(granted_at) as date) as last_consent_date,
        min(case when channel = 'CALL' then expires_at end) as call_consent_end
    from consents
    group by customer_id

),

bounced as (

    select distinct identity_map.customer_id
    from contact_points
    inner join identity_map
        on contact_points.party_key = identity_map.party_key

),

returned as (

    select golden.customer_id
    from golden
    inner join addresses
        on golden.addr_key = addresses.addr_key

),

final as (

    select
        by_channel.*,
        consent_days.last_consent_date,
        consent_days.call_consent_end,
        not by_channel.email_reachable and bounced.customer_id is not null as is_email_quarantined,
        not by_channel.letter_reachable and returned.customer_id is not null
            as is_letter_quarantined
    from by_channel
    left join bounced
        on by_channel.customer_id = bounced.customer_id
    left join returned
        on by_channel.customer_id = returned.customer_id
    left join consent_days
        on by_channel.customer_id = consent_days.customer_id

)

select * from final
