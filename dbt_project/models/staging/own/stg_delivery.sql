with versions as (

    {{ current_rows('delivery') }}

),

final as (

    select
        {{ clean_text('contact_id') }} as contact_id,
        {{ try_date('as_of_date') }} as as_of_date,
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_text('party_key') }} as party_key,
        {{ clean_text('household_id') }} as household_id,
        {{ clean_text('vehicle_id') }} as vehicle_id,
        {{ clean_text('vehicle_key') }} as vehicle_key,
        {{ clean_code('plan_code') }} as plan_code,
        {{ clean_code('wave_code') }} as wave_code,
        {{ clean_code('offer_code') }} as offer_code,
        {{ clean_code('channel') }} as channel,
        {{ clean_text('dealer_id') }} as dealer_id,
        {{ clean_code('message_class') }} as message_class,
        {{ clean_text('occurrence_key') }} as occurrence_key,
        {{ clean_code('cell') }} as cell,
        {{ clean_text('file_name') }} as file_name,
        {{ try_date('delivered_date') }} as delivered_date,
        {{ try_decimal('cost') }} as cost,
        {{ row_metadata('delivery') }}
    from versions

)

select * from final
