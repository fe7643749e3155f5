with versions as (

    {{ current_rows('recall_vehicle') }}

),

final as (

    select
        {{ source_key('recall_vehicle_id') }} as recall_vehicle_key,
        {{ clean_text('recall_vehicle_id') }} as recall_vehicle_id,
        {{ source_key('recall_id') }} as recall_key,
        {{ clean_text('recall_id') }} as recall_id,
        {{ clean_text('vin') }} as vin,
        {{ normalise_vin('vin') }} as vin_normalised,
        {{ vin_is_valid(normalise_vin('vin')) }} as vin_is_valid,
        {{ source_key('closing_ro_no') }} as closing_ro_key,
        {{ clean_text('closing_ro_no') }} as closing_ro_no,
        {{ row_metadata('recall_vehicle') }}
    from versions

)

select * from final
