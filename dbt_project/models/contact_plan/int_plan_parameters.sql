-- The thresholds in force on the day of the plan, one column each, to be cross joined.
{% set parameters = {
    'severe_ticket_days': 'integer',
    'recent_repair_order_days': 'integer',
    'engagement_quiet_days': 'integer',
    'engagement_max_per_year': 'integer',
    'renewal_months': 'integer',
    'renewal_cycle_days': 'integer',
    'renewal_recent_order_months': 'integer',
    'renewal_top_share': 'decimal(18, 4)',
    'repair_value_share': 'decimal(18, 4)',
    'repair_lookback_days': 'integer',
    'recall_cycle_days': 'integer',
    'owner_unknown_cycle_days': 'integer',
    'lead_days': 'integer',
    'order_silent_days': 'integer',
    'order_eta_slip_days': 'integer',
    'first_year_days': 'integer',
    'engagement_from_months': 'integer',
    'km_milestone': 'integer',
    'move_days': 'integer',
    'lapsed_first_months': 'integer',
    'lapsed_second_months': 'integer',
    'lapsed_third_months': 'integer',
    'lapsed_silent_days': 'integer',
    'vehicle_max_age_years': 'integer',
    'old_vehicle_min_value': 'decimal(18, 4)',
    'workshop_booked_share': 'decimal(18, 4)',
    'workshop_lag_days': 'integer',
    'hours_per_appointment': 'decimal(18, 4)',
    'cheaper_channel_lookback_days': 'integer',
    'objective_window_days': 'integer',
    'score_factor_min': 'decimal(18, 4)',
    'score_factor_max': 'decimal(18, 4)',
    'min_value': 'decimal(18, 4)'
} %}

with seed_rows as (

    select * from {{ ref('plan_parameters') }}

),

in_force as (

    select
        parameter,
        value
    from seed_rows
    where {{ dated_rule() }}

),

final as (

    select
        {% for name, type in parameters.items() %}
            cast(max(case when parameter = '{{ name }}' then value end) as {{ type }})
                as {{ name }},
        {% endfor %}
        {{ as_of_date() }} as as_of_date
    from in_force

)

select * from final
