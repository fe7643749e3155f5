with versions as (

    {{ current_rows('finance_contract') }}

),

final as (

    select
        {{ source_key('contract_id') }} as contract_key,
        {{ clean_text('contract_id') }} as contract_id,
        {{ source_key('order_id') }} as order_key,
        {{ clean_text('order_id') }} as order_id,
        {{ clean_code('finance_type') }} as finance_type,
        {{ try_date('start_date') }} as start_date,
        {{ try_date('end_date') }} as end_date,
        {{ try_decimal('monthly_fee') }} as monthly_fee,
        {{ try_int('km_limit') }} as km_limit,
        {{ try_decimal('balloon') }} as balloon,
        {{ clean_code('status') }} as status,
        {{ row_metadata('finance_contract') }}
    from versions

)

select * from final
