with versions as (

    {{ current_rows('trade_in') }}

),

final as (

    select
        {{ source_key('trade_in_id') }} as trade_in_key,
        {{ clean_text('trade_in_id') }} as trade_in_id,
        {{ source_key('lead_id') }} as lead_key,
        {{ clean_text('lead_id') }} as lead_id,
        {{ clean_text('vin') }} as vin,
        {{ normalise_vin('vin') }} as vin_normalised,
        {{ vin_is_valid(normalise_vin('vin')) }} as vin_is_valid,
        {{ try_decimal('appraisal') }} as appraisal,
        {{ try_timestamp('appraised_ts') }} as appraised_ts,
        {{ row_metadata('trade_in') }}
    from versions

)

select * from final
