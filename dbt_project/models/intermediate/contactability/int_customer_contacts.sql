{#- The window of the features: a figure of a customer is the same wherever it is read. -#}
{%- set days = var('event_window_days')['CONTACT'] -%}
{%- set recent = 'contact_date >= ' ~ add_days(as_of_date(), 0 - days) -%}

with contacts as (

    select * from {{ ref('int_contact_history') }}
    where cell = 'TEST' and status in ('SENT', 'BOUNCED')

),

answers as (

    select * from {{ ref('int_contact_answers') }}

),

offers as (

    select * from {{ ref('offers') }}
    where {{ dated_rule() }}

),

followed as (

    select
        contacts.customer_id,
        contacts.channel,
        contacts.contact_date,
        contacts.cost,
        contacts.status = 'BOUNCED' as is_bounced,
        coalesce(offers.discount_share > 0, false) as is_promotion,
        coalesce(answers.has_open, false) as has_open,
        coalesce(answers.has_click, false) as has_click,
        coalesce(answers.has_reply, false) as has_reply,
        coalesce(answers.has_refusal, false) as has_refusal,
        answers.answered_ts,
        {{ daypart('answers.answered_ts') }} as answered_daypart
    from contacts
    left join answers
        on contacts.contact_id = answers.contact_id
    left join offers
        on contacts.offer_code = offers.offer_code

),

counted as (

    select
        customer_id,
        channel,
        is_promotion,
        count(*) as contacts,
        count(answered_ts) as answers,
        sum({{ as_count(recent) }}) as contacts_365d,
        sum({{ as_count(recent ~ ' and has_open') }}) as opens_365d,
        sum({{ as_count(recent ~ ' and has_click') }}) as clicks_365d,
        sum({{ as_count(recent ~ ' and has_reply') }}) as replies_365d,
        sum({{ as_count(recent ~ ' and is_bounced') }}) as bounces_365d,
        sum(case when {{ recent }} then cost else 0 end) as contact_cost_365d,
        max(contact_date) as last_contact_date,
        max(case when has_refusal then contact_date end) as last_refused_contact_date,
        max(answered_ts) as answered_ts,
        sum({{ as_count("answered_daypart = 'MORNING'") }}) as morning_answers,
        sum({{ as_count("answered_daypart = 'AFTERNOON'") }}) as afternoon_answers,
        sum({{ as_count("answered_daypart = 'EVENING'") }}) as evening_answers
    from followed
    group by customer_id, channel, is_promotion

),

-- What anybody answers who is reached so: letters are answered more than mail is.
usual as (

    select
        channel,
        is_promotion,
        cast(sum(answers) as double) / sum(contacts) as answer_rate
    from counted
    group by channel, is_promotion

),

expected as (

    select
        counted.*,
        cast(counted.contacts * usual.answer_rate as {{ type_score() }}) as expected_answers
    from counted
    inner join usual
        on
            counted.channel = usual.channel
            and counted.is_promotion = usual.is_promotion

),

final as (

    select
        customer_id,
        channel,
        cast(sum(contacts) as bigint) as contacts,
        cast(sum(answers) as bigint) as answers,
        sum(expected_answers) as expected_answers,
        cast(sum(case when is_promotion then contacts else 0 end) as bigint) as promotions,
        cast(sum(case when is_promotion then answers else 0 end) as bigint) as promotion_answers,
        sum(case when is_promotion then expected_answers else 0 end) as expected_promotion_answers,
        cast(sum(contacts_365d) as bigint) as contacts_365d,
        cast(sum(opens_365d) as bigint) as opens_365d,
        cast(sum(clicks_365d) as bigint) as clicks_365d,
        cast(sum(replies_365d) as bigint) as replies_365d,
        cast(sum(bounces_365d) as bigint) as bounces_365d,
        cast(sum(contact_cost_365d) as {{ type_money() }}) as contact_cost_365d,
        max(last_contact_date) as last_contact_date,
        cast(max(answered_ts) as date) as last_answer_date,
        max(last_refused_contact_date) as last_refused_contact_date,
        cast(sum(morning_answers) as bigint) as morning_answers,
        cast(sum(afternoon_answers) as bigint) as afternoon_answers,
        cast(sum(evening_answers) as bigint) as evening_answers
    from expected
    group by customer_id, channel

)

select * from final
