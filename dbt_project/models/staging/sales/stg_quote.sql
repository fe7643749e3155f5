with versions as (

    {{ current_rows('quote') }}

),

final as (

    select
        {{ source_key('quote_id') }} as quote_key,
        {{ clean_text('quote_id') }} as quote_id,
        {{ source_key('lead_id') }} as lead_key,
        {{ clean_text('lead_id') }} as lead_id,
        {{ clean_text('model_code') }} as model_code,
        {{ try_decimal('price') }} as price,
        {{ try_decimal('monthly_fee') }} as monthly_fee,
        {{ try_timestamp('quoted_ts') }} as quoted_ts,
        {{ row_metadata('quote') }}
    from versions

)

select * from final
