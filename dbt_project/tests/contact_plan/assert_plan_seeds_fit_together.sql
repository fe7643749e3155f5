-- A failing row is a wave that would silently bring no candidate: its trigger, offers, channel,
-- class of priority or text is not in force on the day.
{{ config(meta={'dagster': {'ref': {'name': 'int_due_waves'}}}) }}

with waves as (

    select * from {{ ref('waves') }}

),

triggers as (

    select distinct
        plan_code,
        trigger_type
    from {{ ref('plan_triggers') }}
    where {{ dated_rule() }}

),

offers as (

    select distinct offer_group
    from {{ ref('offers') }}
    where {{ dated_rule() }}

),

channels as (

    select distinct channel
    from {{ ref('channels') }}
    where {{ dated_rule() }}

),

priority_classes as (

    select distinct priority_class
    from {{ ref('priority_classes') }}
    where {{ dated_rule() }}

),

templates as (

    select distinct template_code
    from {{ ref('message_templates') }}
    where
        {{ dated_rule() }}
        and language = '{{ var("default_language") }}'

),

final as (

    select
        waves.plan_code,
        waves.trigger_type,
        waves.wave_code
    from waves
    left join triggers
        on
            waves.plan_code = triggers.plan_code
            and waves.trigger_type = triggers.trigger_type
    left join offers on waves.offer_group = offers.offer_group
    left join channels on waves.channel = channels.channel
    left join priority_classes on waves.priority_class = priority_classes.priority_class
    left join templates on waves.template_code = templates.template_code
    where
        {{ dated_rule(alias='waves') }}
        and (
            triggers.trigger_type is null
            or offers.offer_group is null
            or channels.channel is null
            or priority_classes.priority_class is null
            or templates.template_code is null
        )

)

select * from final
