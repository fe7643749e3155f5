with versions as (

    {{ current_rows('warranty_extension') }}

),

final as (

    select
        {{ source_key('extension_id') }} as extension_key,
        {{ clean_text('extension_id') }} as extension_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ try_date('start_date') }} as start_date,
        {{ try_date('end_date', 'warranty') }} as end_date,
        {{ try_int('km_limit') }} as km_limit,
        {{ row_metadata('warranty_extension') }}
    from versions

)

select * from final
