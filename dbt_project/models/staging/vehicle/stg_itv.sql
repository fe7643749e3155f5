with versions as (

    {{ current_rows('itv') }}

),

final as (

    select
        {{ source_key('itv_id') }} as itv_key,
        {{ clean_text('itv_id') }} as itv_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ try_date('due_date') }} as due_date,
        {{ clean_code('last_result') }} as last_result,
        {{ row_metadata('itv') }}
    from versions

)

select * from final
