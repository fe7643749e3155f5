{#- The window of the features: a figure of a customer is the same wherever it is read. -#}
{%- set days = var('event_window_days')['WEB_EVENT'] -%}
{%- set first_ts = 'cast(' ~ add_days(as_of_date(), 0 - days) ~ ' as timestamp)' -%}

with web_events as (

    select * from {{ ref('int_web_events') }}
    where customer_id is not null and untied_at is null

),

page_counts as (

    select
        customer_id,
        cast(max(event_ts) as date) as last_web_visit_date,
        cast(max(case when url_type = 'CONFIGURATOR' then event_ts end) as date)
            as last_configurator_date,
        cast(max(case when url_type = 'FORM' then event_ts end) as date) as last_form_date,
        cast(max(case when url_type = 'CANCEL' then event_ts end) as date)
            as last_cancellation_page_date,
        count(case when event_ts >= {{ first_ts }} then event_key end) as web_events_90d,
        {% for page in ['MODEL', 'CONFIGURATOR', 'PRICE', 'OFFER', 'BOOKING', 'FORM'] -%}
            count(
                case when event_ts >= {{ first_ts }} and url_type = '{{ page }}' then event_key end
            ) as {{ page | lower }}_pages_90d,
        {% endfor -%}
        count(distinct case when event_ts >= {{ first_ts }} then session_id end)
            as web_sessions_90d
    from web_events
    group by customer_id

),

models_seen as (

    select
        customer_id,
        model_code,
        row_number() over (
            partition by customer_id
            order by count(*) desc, max(event_ts) desc, model_code asc
        ) as model_rank
    from web_events
    where event_ts >= {{ first_ts }} and model_code is not null
    group by customer_id, model_code

),

final as (

    select
        page_counts.*,
        models_seen.model_code as web_model_code
    from page_counts
    left join models_seen
        on
            page_counts.customer_id = models_seen.customer_id
            and models_seen.model_rank = 1

)

select * from final
