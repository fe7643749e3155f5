with versions as (

    {{ current_rows('contact') }}

),

final as (

    select
        {{ source_key('contact_src_id') }} as contact_key,
        {{ clean_text('contact_src_id') }} as contact_src_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ clean_code('plan_code') }} as plan_code,
        {{ clean_code('wave_code') }} as wave_code,
        {{ clean_code('offer_code') }} as offer_code,
        {{ clean_code('cell') }} as cell,
        {{ clean_code('channel') }} as channel,
        {{ try_timestamp('sent_ts') }} as sent_ts,
        {{ clean_code('status') }} as status,
        {{ try_decimal('cost') }} as cost,
        {{ clean_text('contact_ref') }} as contact_ref,
        {{ row_metadata('contact') }}
    from versions

)

select * from final
