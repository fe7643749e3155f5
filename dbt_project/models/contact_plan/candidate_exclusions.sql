-- Every reason of every candidate; the list of models is the list of exclusions.
{% set exclusions = [
    'deceased',
    'minor',
    'employee',
    'dealer_owned',
    'test_address',
    'unresolved_identity',
    'demo_or_scrapped',
    'severe_ticket',
    'erased',
    'objected',
    'no_valid_point',
    'robinson',
    'no_consent_electronic',
    'no_basis_for_call',
    'no_consent',
    'operational_not_allowed',
    'call_day',
    'already_contacted',
    'transferred_vehicle',
    'open_severe_ticket',
    'open_order',
    'bought_elsewhere',
    'duplicate_lead',
    'lead_contacted',
    'order_cancelled',
    'order_in_dispute',
    'recent_order',
    'arrears',
    'fleet',
    'open_recall',
    'appointment_booked',
    'recent_repair_order',
    'vehicle_too_old',
    'lapsed_too_long',
    'owner_unknown',
    'lapsed_silence',
    'no_open_dealer',
    'recent_commercial_contact',
    'engagement_yearly_max',
    'left_out_audience',
    'control_group',
    'cheaper_channel_first',
    'not_top_uplift',
    'value_not_positive',
    'other_objective',
    'pressure_person',
    'pressure_household',
    'pressure_vehicle',
    'pressure_dealer'
] %}

with unioned as (

    {% for exclusion in exclusions %}
        select
            candidate_id,
            reason_code
        from {{ ref('excl_' ~ exclusion) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        candidate_id,
        reason_code
    from unioned

)

select * from final
