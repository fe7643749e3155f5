with versions as (

    {{ current_rows('model_catalogue') }}

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
        {{ clean_text('model_code') }} as model_code,
        {{ clean_text('name') }} as name,
        {{ clean_code('body') }} as body,
        {{ clean_code('fuel') }} as fuel,
        {{ source_code_key('fuel') }} as fuel_code_key,
        {{ clean_code('segment') }} as segment,
        {{ try_decimal('list_price') }} as list_price,
        {{ try_decimal('yearly_residual_value') }} as yearly_residual_value,
        {{ clean_text('image_family') }} as image_family,
        {{ row_metadata('model_catalogue') }}
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
        model_code,
        name,
        body,
        fuel,
        fuel_standard,
        segment,
        list_price,
        yearly_residual_value,
        image_family,
        {{ row_metadata_names() }}
    from standardised

)

select * from final
