with versions as (

    {{ current_rows('maintenance_rule') }}

),

fuel_codes as (

    select
        source_code as fuel_code,
        standard_code as fuel_standard
    from {{ ref('source_code_map') }}
    where code_set = 'fuel' and src_dealer_id = '*'

),

typed as (

    select
        {{ source_key('rule_id') }} as rule_key,
        {{ clean_text('rule_id') }} as rule_id,
        {{ clean_text('model_code') }} as model_code,
        {{ clean_code('fuel') }} as fuel,
        {{ source_code_key('fuel') }} as fuel_code_key,
        {{ try_int('interval_months') }} as interval_months,
        {{ try_int('interval_km') }} as interval_km,
        {{ row_metadata('maintenance_rule') }}
    from versions

),

standardised as (

    select
        typed.*,
        {{ fuel_or_other('typed.fuel_code_key', 'fuel_codes.fuel_standard') }} as fuel_standard
    from typed
    left join fuel_codes
        on typed.fuel_code_key = fuel_codes.fuel_code

),

final as (

    select
        rule_key,
        rule_id,
        model_code,
        fuel,
        fuel_standard,
        interval_months,
        interval_km,
        {{ row_metadata_names() }}
    from standardised

)

select * from final
