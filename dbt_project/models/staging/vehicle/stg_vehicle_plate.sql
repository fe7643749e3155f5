with versions as (

    {{ current_rows('vehicle_plate') }}

),

final as (

    select
        {{ source_key('plate_id') }} as plate_key,
        {{ clean_text('plate_id') }} as plate_id,
        {{ clean_text('vin') }} as vin,
        {{ normalise_vin('vin') }} as vin_normalised,
        {{ vin_is_valid(normalise_vin('vin')) }} as vin_is_valid,
        {{ clean_text('plate') }} as plate,
        {{ normalise_plate('plate') }} as plate_normalised,
        {{ try_date('valid_from') }} as valid_from,
        {{ try_date('valid_to') }} as valid_to,
        {{ row_metadata('vehicle_plate') }}
    from versions

)

select * from final
