with versions as (

    {{ current_rows('vehicle') }}

),

plates as (

    select * from {{ ref('stg_vehicle_plate') }}

),

fuel_codes as (

    select
        source_code as fuel_code,
        src_dealer_id as fuel_dealer_id,
        standard_code as fuel_standard
    from {{ ref('source_code_map') }}
    where code_set = 'fuel'

),

typed as (

    select
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ clean_text('vin') }} as vin,
        {{ normalise_vin('vin') }} as vin_as_sent,
        {{ clean_text('plate') }} as plate,
        {{ normalise_plate('plate') }} as plate_normalised,
        {{ clean_text('model_code') }} as model_code,
        {{ clean_text('version') }} as version,
        {{ clean_text('fuel') }} as fuel_as_sent,
        {{ clean_code('fuel') }} as fuel,
        {{ source_code_key('fuel') }} as fuel_code_key,
        {{ clean_code('body_category') }} as body_category,
        {{ try_date('first_reg_date', 'vehicle') }} as first_reg_date,
        {{ try_date('sale_date', 'vehicle') }} as sale_date,
        {{ try_date('delivery_date', 'vehicle') }} as delivery_date,
        {{ clean_text('warranty_end') }} as warranty_end_raw,
        {{ try_date('warranty_end', 'warranty') }} as warranty_end,
        {{ try_int('warranty_km') }} as warranty_km,
        {{ try_date('battery_warranty_end', 'warranty') }} as battery_warranty_end,
        {{ clean_code('status') }} as status,
        {{ row_metadata('vehicle') }}
    from versions

),

-- A repaired number counts only where another record proves that it exists.
known_vins as (

    select vin_as_sent as known_vin
    from typed
    where {{ vin_is_valid('vin_as_sent') }}

    union

    select vin_normalised as known_vin
    from plates
    where vin_is_valid

),

repaired as (

    select
        typed.*,
        known_vins.known_vin is not null as vin_was_repaired,
        coalesce(known_vins.known_vin, typed.vin_as_sent) as vin_normalised,
        coalesce(dealer_codes.fuel_standard, common_codes.fuel_standard) as fuel_mapped
    from typed
    left join known_vins
        on
            not {{ vin_is_valid('typed.vin_as_sent') }}
            and {{ repaired_vin('typed.vin_as_sent') }} = known_vins.known_vin
    left join fuel_codes as dealer_codes
        on
            typed.fuel_code_key = dealer_codes.fuel_code
            and typed.src_dealer_id = dealer_codes.fuel_dealer_id
    left join fuel_codes as common_codes
        on
            typed.fuel_code_key = common_codes.fuel_code
            and common_codes.fuel_dealer_id = '*'

),

standardised as (

    select
        *,
        {{ fuel_or_other('fuel_code_key', 'fuel_mapped') }} as fuel_standard
    from repaired

),

judged as (

    select
        *,
        {{ vin_is_valid('vin_normalised') }} as vin_is_valid,
        coalesce(status in ('DEMO', 'STOCK'), false) as is_demo,
        {{ vin_fault('vin', 'vin_as_sent') }} as vin_fault,
        {{ plate_fault('plate', 'plate_normalised') }} as plate_fault,
        {{ fuel_fault('fuel_as_sent', 'fuel_standard') }} as fuel_fault,
        case
            when warranty_end is not null or not {{ says_no_day('warranty_end_raw') }}
                then {{ date_fault('warranty_end_raw', 'warranty_end', 'warranty') }}
            when
                coalesce(sale_date, delivery_date, first_reg_date) is not null
                and coalesce(status <> 'STOCK', true)
                then 'WARRANTY_END_MISSING'
        end as warranty_end_fault
    from standardised

),

final as (

    select
        vehicle_key,
        vehicle_src_id,
        vin,
        vin_normalised,
        vin_is_valid,
        vin_was_repaired,
        vin_fault,
        case when vin_was_repaired then 'LETTERS_READ_AS_DIGITS' end as vin_repair,
        plate,
        plate_normalised,
        {{ plate_kind('plate_normalised') }} as plate_kind,
        plate_fault,
        model_code,
        version,
        fuel,
        fuel_standard,
        fuel_fault,
        {{ fuel_repair('fuel_fault', 'fuel_mapped') }} as fuel_repair,
        body_category,
        first_reg_date,
        sale_date,
        delivery_date,
        warranty_end,
        warranty_end_fault,
        {{ date_repair('warranty_end_fault') }} as warranty_end_repair,
        warranty_km,
        battery_warranty_end,
        status,
        is_demo,
        {{ row_metadata_names() }}
    from judged

)

select * from final
