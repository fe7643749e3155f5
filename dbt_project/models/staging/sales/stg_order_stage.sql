with versions as (

    {{ current_rows('order_stage') }}

),

final as (

    select
        {{ source_key('stage_id') }} as stage_key,
        {{ clean_text('stage_id') }} as stage_id,
        {{ source_key('order_id') }} as order_key,
        {{ clean_text('order_id') }} as order_id,
        {{ clean_code('stage') }} as stage,
        {{ try_timestamp('stage_ts') }} as stage_ts,
        {{ try_date('eta_date') }} as eta_date,
        {{ row_metadata('order_stage') }}
    from versions

)

select * from final
