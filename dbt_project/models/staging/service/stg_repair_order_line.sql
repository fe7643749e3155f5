with versions as (

    {{ current_rows('repair_order_line') }}

),

final as (

    select
        {{ source_key('ro_line_id') }} as ro_line_key,
        {{ clean_text('ro_line_id') }} as ro_line_id,
        {{ source_key('ro_no') }} as ro_key,
        {{ clean_text('ro_no') }} as ro_no,
        {{ clean_code('op_code') }} as op_code,
        {{ clean_code('line_type') }} as line_type,
        {{ clean_code('pay_type') }} as pay_type,
        {{ try_decimal('qty') }} as qty,
        {{ try_decimal('net_amount') }} as net_amount,
        {{ row_metadata('repair_order_line') }}
    from versions

)

select * from final
