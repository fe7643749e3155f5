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

selected as (

    select
        decisions.*,
        customers.treatment,
        coalesce(languages.language, '{{ var("default_language") }}') as spoken_language,
        case
            when customers.customer_type <> 'PERSON' then 'neutral'
            when customers.gender = 'M' then 'man'
            when customers.gender = 'F' then 'woman'
            else 'neutral'
        end
        || '-' || coalesce(lower(decisions.model_code), 'brand')
        || '-' || coalesce(lower(models.image_family), 'brand') as image_key,
        models.name as model_name,
        customers.province_code,
        row_number() over (
            partition by decisions.channel order by decisions.rank, decisions.candidate_id
        ) as place,
        count(*) over (partition by decisions.channel) as places
    from decisions
    inner join customers on decisions.customer_id = customers.customer_id
    left join models on decisions.model_code = models.model_code
    left join languages
        on
            decisions.template_code = languages.template_code
            and lower(customers.language) = languages.language
    where decisions.verdict = 'SELECTED'

),

-- The best ranked are served first; the day is filled evenly between the channel's hours.
timed as (

    select
        selected.*,
        channels.first_minute + cast(
            floor(
                (selected.place - 1) * (channels.last_minute - channels.first_minute)
                / selected.places
            ) as integer
        ) as send_minute
    from selected
    inner join channels_in_force as channels on selected.channel = channels.channel

),

final as (

    select
        timed.contact_id,
        timed.candidate_id,
        timed.as_of_date,
        timed.cell,
        timed.customer_id,
        timed.household_id,
        timed.vehicle_id,
        timed.dealer_id,
        timed.plan_code,
        timed.wave_code,
        timed.offer_code,
        timed.channel,
        timed.message_class,
        timed.occurrence_key,
        timed.trigger_type,
        timed.trigger_date,
        timed.priority,
        timed.rank,
        timed.cost,
        timed.value,
        timed.treatment,
        timed.image_key,
        templates.language,
        cast({{ dbt.dateadd('minute', 'timed.send_minute', 'timed.as_of_date') }} as timestamp)
            as send_time,
        case
            when timed.province_code in ('35', '38') then 'Atlantic/Canary'
            else 'Europe/Madrid'
        end as send_time_zone,
        timed.template_code,
        templates.subject,
        templates.body,
        templates.short_text,
        timed.argument_es as argument,
        coalesce(channel_texts.legal_text, any_texts.legal_text) as legal_text,
        timed.model_name,
        'Plan ' || timed.plan_code || ', wave ' || timed.wave_code || ': '
        || timed.trigger_type || ' of ' || cast(timed.trigger_date as {{ dbt.type_string() }})
        || '; offer ' || timed.offer_code || ' by ' || timed.channel
        || '; priority ' || cast(timed.priority as {{ dbt.type_string() }})
        || ', place ' || cast(timed.rank as {{ dbt.type_string() }})
        || ', expected value ' || cast(timed.value as {{ dbt.type_string() }}) || ' euros'
        || case
            when timed.score is not null
                then ', score ' || cast(timed.score as {{ dbt.type_string() }})
            else ''
        end
        || '; ' || case
            when timed.message_class = 'SAFETY' then 'told by law, opt-outs ignored (L11)'
            when timed.message_class <> 'COMMERCIAL' then 'service message, no promotion (L1)'
            when contactability.has_consent then 'consent on the channel'
            when timed.channel = 'LETTER' then 'legitimate interest, no objection (L10)'
            when timed.channel = 'CALL' then 'relation alive within 12 months (L5)'
            else 'own earlier contract, way out offered (L2)'
        end as why
    from timed
    left join templates
        on
            timed.template_code = templates.template_code
            and timed.spoken_language = templates.language
            and timed.treatment = templates.treatment
            and {{ dated_rule(alias='templates') }}
    left join legal_texts as channel_texts
        on
            timed.message_class = channel_texts.message_class
            and timed.channel = channel_texts.channel
            and timed.spoken_language = channel_texts.language
            and {{ dated_rule(alias='channel_texts') }}
    left join legal_texts as any_texts
        on
            timed.message_class = any_texts.message_class
            and any_texts.channel = 'ANY'
            and timed.spoken_language = any_texts.language
            and {{ dated_rule(alias='any_texts') }}
    left join contactability
        on
            timed.customer_id = contactability.customer_id
            and timed.channel = contactability.channel

)

select * from final
