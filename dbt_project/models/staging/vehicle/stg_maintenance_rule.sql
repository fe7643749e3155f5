with versions as (

    {{ current_rows('maintenance_rule') }}

),

code_map as (

    select * from {{ ref('source_code_map') }}

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

fuel_codes as (

    select
        source_code as fuel_code,
        standard_code as fuel_standard
    from code_map
    where code_set = 'fuel'

),

standardised as (

    select
        typed.*,
        case
            when typed.fuel_code_key is not null then coalesce(fuel_codes.fuel_standard, 'OTHER')
        end as fuel_standard
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
        src_system,
        src_dealer_id,
        created_at,
        updated_at,
        loaded_at,
        first_loaded_at,
        known_at
    from standardised

)

select * from final
