with versions as (

    {{ current_rows('odometer') }}

),

vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

-- Read by each look at what was typed to fill the field.
typed as {{ materialized_once() }} (

    select
        {{ source_key('reading_id') }} as reading_key,
        {{ clean_text('reading_id') }} as reading_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ try_timestamp('reading_ts') }} as reading_ts,
        {{ clean_text('km') }} as km_raw,
        {{ read_km('km') }} as km_read,
        {{ clean_code('source') }} as source,
        {{ row_metadata('odometer') }}
    from versions

),

{{ judged_readings('typed', 'reading_key', 'reading_ts', 'vehicles') }},

final as (

    select
        reading_key,
        reading_id,
        vehicle_key,
        vehicle_src_id,
        reading_ts,
        km,
        km_fault,
        source,
        {{ row_metadata_names() }}
    from judged

)

select * from final
