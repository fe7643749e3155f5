-- The contacts to make on the day: who, what, by which channel, when, in which words, and why.
with decisions as (

    select * from {{ ref('decisions') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

models as (

    select * from {{ ref('stg_model_catalogue') }}

),

channels as (

    select * from {{ ref('channels') }}

),

templates as (

    select * from {{ ref('message_templates') }}

),

legal_texts as (

    select * from {{ ref('legal_texts') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

channels_in_force as (

    select
        channel,
        cast(substring(send_from from 1 for 2) as integer) * 60
        + cast(substring(send_from from 4 for 2) as integer) as first_minute,
        cast(substring(send_to from 1 for 2) as integer) * 60
        + cast(substring(send_to from 4 for 2) as integer) as last_minute
    from channels
    where {{ dated_rule() }}

),

languages as (

    select distinct
        template_code,
        language
    from templates
    where {{ dated_rule() }}

),

addressed as (

    select
        decisions.*,
        customers.treatment,
        customers.province_code,
        models.name as model_name,
        coalesce(languages.language, '{{ var("default_language") }}') as spoken_language,
        case
            when customers.customer_type <> 'PERSON' then 'neutral'
            when customers.gender = 'M' then 'man'
            when customers.gender = 'F' then 'woman'
            else 'neutral'
        end
        || '-' || coalesce(lower(decisions.model_code), 'brand')
        || '-' || coalesce(lower(models.image_family), 'brand') as image_key
    from decisions
    inner join customers on decisions.customer_id = customers.customer_id
    left join models on decisions.model_code = models.model_code
    left join languages
        on
            decisions.template_code = languages.template_code
            and lower(customers.language) = languages.language
    where decisions.verdict = 'SELECTED'

),

queued as (

    select
        *,
        row_number() over (partition by channel order by rank, candidate_id) as place,
        count(*) over (partition by channel) as places
    from addressed

),

-- The best ranked are served first; the day is filled evenly between the channel's hours.
timed as (

    select
        queued.*,
        channels.first_minute + cast(
            floor(
                (queued.place - 1) * (channels.last_minute - channels.first_minute)
                / queued.places
            ) as integer
        ) as send_minute
    from queued
    inner join channels_in_force as channels on queued.channel = channels.channel

),

-- What the contact rests on, in the words of the law; L numbers stand in the consent rules.
grounded as (

    select
        timed.*,
        case
            when timed.message_class = 'SAFETY' then 'told by law, opt-outs ignored (L11)'
            when timed.message_class <> 'COMMERCIAL' then 'service message, no promotion (L1)'
            when contactability.has_consent then 'consent on the channel'
            when timed.channel = 'LETTER' then 'legitimate interest, no objection (L10)'
            when timed.channel = 'CALL' then 'relation alive (L5)'
            else 'own earlier contract, way out offered (L2)'
        end as ground
    from timed
    left join contactability
        on
            timed.customer_id = contactability.customer_id
            and timed.channel = contactability.channel

),

final as (

    select
        grounded.contact_id,
        grounded.candidate_id,
        grounded.as_of_date,
        grounded.cell,
        grounded.customer_id,
        grounded.household_id,
        grounded.vehicle_id,
        grounded.dealer_id,
        grounded.plan_code,
        grounded.wave_code,
        grounded.offer_code,
        grounded.channel,
        grounded.message_class,
        grounded.occurrence_key,
        grounded.trigger_type,
        grounded.trigger_date,
        grounded.priority,
        grounded.rank,
        grounded.cost,
        grounded.value,
        grounded.treatment,
        grounded.image_key,
        templates.language,
        cast(
            {{ dbt.dateadd('minute', 'grounded.send_minute', 'grounded.as_of_date') }} as timestamp
        ) as send_time,
        case
            when grounded.province_code in ({{ quoted_list(var('canary_provinces')) }})
                then 'Atlantic/Canary'
            else 'Europe/Madrid'
        end as send_time_zone,
        grounded.template_code,
        templates.subject,
        templates.body,
        templates.short_text,
        grounded.argument_es as argument,
        coalesce(channel_texts.legal_text, any_texts.legal_text) as legal_text,
        grounded.model_name,
        'Plan ' || grounded.plan_code || ', wave ' || grounded.wave_code || ': '
        || grounded.trigger_type || ' of '
        || cast(grounded.trigger_date as {{ dbt.type_string() }})
        || '; offer ' || grounded.offer_code || ' by ' || grounded.channel
        || '; priority ' || cast(grounded.priority as {{ dbt.type_string() }})
        || ', place ' || cast(grounded.rank as {{ dbt.type_string() }})
        || ', expected value ' || cast(grounded.value as {{ dbt.type_string() }}) || ' euros'
        || case
            when grounded.score is not null
                then ', score ' || cast(grounded.score as {{ dbt.type_string() }})
            else ''
        end
        || '; ' || grounded.ground as why
    from grounded
    left join templates
        on
            grounded.template_code = templates.template_code
            and grounded.spoken_language = templates.language
            and grounded.treatment = templates.treatment
            and {{ dated_rule(alias='templates') }}
    left join legal_texts as channel_texts
        on
            grounded.message_class = channel_texts.message_class
            and grounded.channel = channel_texts.channel
            and grounded.spoken_language = channel_texts.language
            and {{ dated_rule(alias='channel_texts') }}
    left join legal_texts as any_texts
        on
            grounded.message_class = any_texts.message_class
            and any_texts.channel = 'ANY'
            and grounded.spoken_language = any_texts.language
            and {{ dated_rule(alias='any_texts') }}

)

select * from final
