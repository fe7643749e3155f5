-- What only other rows show; the list of models is the list of rules.
{% set rules = [
    'dealer_phone',
    'shared_mobile',
    'email_missing',
    'mobile_missing',
    'tax_id_relative',
    'company_as_person',
    'surname_order',
    'municipality_mismatch',
    'plate_out_of_series',
    'warranty_end_before_sale',
    'ownership_left_open',
    'driver_as_owner',
    'dealer_demo',
    'km_rolled_back',
    'km_digit_too_many',
    'repair_order_duplicated',
    'negative_line',
    'internal_as_customer',
    'consent_contradictory'
] %}

with quality_rules as (

    select * from {{ ref('int_quality_rules') }}

),

unioned as (

    {% for rule in rules %}
        select
            table_name,
            src_key,
            column_name,
            rule_code,
            src_dealer_id,
            loaded_at
        from {{ ref('fault_' ~ rule) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        unioned.table_name,
        unioned.src_key,
        unioned.column_name,
        unioned.rule_code,
        unioned.src_dealer_id,
        unioned.loaded_at,
        quality_rules.outcome
    from unioned
    inner join quality_rules
        on
            unioned.table_name = quality_rules.table_name
            and unioned.column_name = quality_rules.column_name
            and unioned.rule_code = quality_rules.rule_code

)

select * from final
