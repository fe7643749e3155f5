with versions as (

    {{ current_rows('odometer') }}

),

final as (

    select
        {{ source_key('reading_id') }} as reading_key,
        {{ clean_text('reading_id') }} as reading_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ try_timestamp('reading_ts') }} as reading_ts,
        {{ odometer_km('km') }} as km,
        {{ clean_code('source') }} as source,
        {{ row_metadata('odometer') }}
    from versions

)

select * from final
