with versions as (

    {{ current_rows('appointment') }}

),

final as (

    select
        {{ source_key('appointment_id') }} as appointment_key,
        {{ clean_text('appointment_id') }} as appointment_id,
        {{ clean_text('dealer_id') }} as dealer_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ try_timestamp('slot_ts') }} as slot_ts,
        {{ clean_code('appointment_type') }} as appointment_type,
        {{ clean_code('status') }} as status,
        {{ row_metadata('appointment') }}
    from versions

)

select * from final
