with versions as (

    {{ current_rows('vehicle_plate') }}

),

typed as (

    select
        {{ source_key('plate_id') }} as plate_key,
        {{ clean_text('plate_id') }} as plate_id,
        {{ clean_text('vin') }} as vin,
        {{ normalise_vin('vin') }} as vin_normalised,
        {{ vin_is_valid(normalise_vin('vin')) }} as vin_is_valid,
        {{ clean_text('plate') }} as plate,
        {{ normalise_plate('plate') }} as plate_normalised,
        {{ clean_text('valid_from') }} as valid_from_raw,
        {{ try_date('valid_from', 'vehicle') }} as valid_from,
        {{ clean_text('valid_to') }} as valid_to_raw,
        {{ try_date('valid_to', 'vehicle') }} as valid_to,
        {{ row_metadata('vehicle_plate') }}
    from versions

),

judged as (

    select
        *,
        {{ date_fault('valid_from_raw', 'valid_from', 'vehicle') }} as valid_from_fault,
        {{ date_fault('valid_to_raw', 'valid_to', 'vehicle') }} as valid_to_fault
    from typed

),

final as (

    select
        plate_key,
        plate_id,
        vin,
        vin_normalised,
        vin_is_valid,
        plate,
        plate_normalised,
        valid_from,
        valid_from_fault,
        {{ date_repair('valid_from_fault') }} as valid_from_repair,
        valid_to,
        valid_to_fault,
        {{ date_repair('valid_to_fault') }} as valid_to_repair,
        {{ row_metadata_names() }}
    from judged

)

select * from final
