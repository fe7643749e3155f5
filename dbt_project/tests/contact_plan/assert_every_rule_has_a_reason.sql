-- A failing row is a business rule without a reason, or one that ends before it begins.
{{ config(meta={'dagster': {'ref': {'name': 'plans'}}}) }}

{% set seeds = [
    'audience_campaigns',
    'channels',
    'consent_rules',
    'exclusion_reasons',
    'holdout_periods',
    'holidays',
    'itv_rules',
    'legal_texts',
    'lifecycle_losses',
    'lifecycle_states',
    'message_templates',
    'offers',
    'plan_budgets',
    'plan_parameters',
    'plan_triggers',
    'plans',
    'pressure_caps',
    'priority_classes',
    'rfm_classes',
    'season_events',
    'segment_bands',
    'stage_names',
    'success_metrics',
    'trigger_facts',
    'trigger_rules',
    'waves'
] %}

with rules as (

    {% for seed in seeds %}
        select
            '{{ seed }}' as seed_name,
            reason,
            valid_from,
            valid_to
        from {{ ref(seed) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select *
    from rules
    where
        reason is null
        or valid_from is null
        or valid_to <= valid_from

)

select * from final
