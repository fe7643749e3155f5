with leads as (

    select * from {{ ref('int_leads') }}
    where customer_id is not null

),

quotes as (

    select * from {{ ref('stg_quote') }}
    where quoted_ts < cast({{ as_of_date() }} as timestamp)

),

test_drives as (

    select * from {{ ref('stg_test_drive') }}
    where actual_ts < cast({{ as_of_date() }} as timestamp)

),

trade_ins as (

    select * from {{ ref('stg_trade_in') }}
    where appraised_ts < cast({{ as_of_date() }} as timestamp)

),

quoted as (

    select
        lead_key,
        count(*) as quotes,
        max(quoted_ts) as last_quote_ts
    from quotes
    group by lead_key

),

driven as (

    select
        lead_key,
        max(actual_ts) as last_test_drive_ts
    from test_drives
    group by lead_key

),

appraised as (

    select
        lead_key,
        max(appraised_ts) as last_appraisal_ts
    from trade_ins
    group by lead_key

),

ordered as (

    select
        leads.*,
        coalesce(quoted.quotes, 0) as quotes,
        quoted.last_quote_ts,
        driven.last_test_drive_ts,
        appraised.last_appraisal_ts,
        (
            leads.is_valid
            and not leads.has_order
            and leads.status in ('NEW', 'WORKING')
            and leads.received_ts
            >= cast({{ add_days(as_of_date(), 0 - var('lead_open_days')) }} as timestamp)
        ) as is_open,
        {{ record_order('leads.received_ts', 'leads.lead_key') }} as lead_order
    from leads
    left join quoted
        on leads.lead_key = quoted.lead_key
    left join driven
        on leads.lead_key = driven.lead_key
    left join appraised
        on leads.lead_key = appraised.lead_key

),

final as (

    select
        customer_id,
        count(*) as leads,
        count(case when is_valid then lead_key end) as valid_leads,
        count(case when is_open then lead_key end) as open_leads,
        cast(max(received_ts) as date) as last_lead_date,
        {{ latest_value('status', 'lead_order') }} as last_lead_status,
        {{ latest_value('channel', 'lead_order') }} as last_lead_channel,
        {{ latest_value('model_code', 'lead_order') }} as last_lead_model_code,
        cast(max(case when lost_reason is not null then received_ts end) as date)
            as last_lost_lead_date,
        {{ latest_value('lost_reason', 'lead_order') }} as last_lost_reason,
        cast(max(last_test_drive_ts) as date) as last_test_drive_date,
        cast(sum(quotes) as bigint) as quotes,
        cast(max(last_quote_ts) as date) as last_quote_date,
        cast(max(last_appraisal_ts) as date) as last_appraisal_date
    from ordered
    group by customer_id

)

select * from final
