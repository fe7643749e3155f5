with versions as (

    {{ current_rows('sales_order') }}

),

final as (

    select
        {{ source_key('order_id') }} as order_key,
        {{ clean_text('order_id') }} as order_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ source_key('lead_id') }} as lead_key,
        {{ clean_text('lead_id') }} as lead_id,
        {{ clean_text('model_code') }} as model_code,
        {{ clean_text('dealer_id') }} as dealer_id,
        {{ clean_code('stage') }} as stage,
        {{ try_date('order_date') }} as order_date,
        {{ try_date('eta_date') }} as eta_date,
        {{ try_decimal('net_price') }} as net_price,
        {{ try_boolean('in_dispute') }} as in_dispute,
        {{ row_metadata('sales_order') }}
    from versions

)

select * from final
