with versions as (

    {{ current_rows('repair_order') }}

),

final as (

    select
        {{ source_key('ro_no') }} as ro_key,
        {{ clean_text('ro_no') }} as ro_no,
        {{ clean_text('dealer_id') }} as dealer_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ source_key('payer_party_src_id') }} as payer_party_key,
        {{ clean_text('payer_party_src_id') }} as payer_party_src_id,
        {{ try_date('opened_date') }} as opened_date,
        {{ try_date('closed_date') }} as closed_date,
        {{ odometer_km('km') }} as km,
        {{ clean_code('ro_type') }} as ro_type,
        {{ row_metadata('repair_order') }}
    from versions

)

select * from final
