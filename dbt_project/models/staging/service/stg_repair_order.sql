with versions as (

    {{ current_rows('repair_order') }}

),

vehicles as (

    select * from {{ ref('stg_vehicle') }}

),

-- Read by each look at what was typed to fill the field.
typed as {{ materialized_once() }} (

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
        {{ clean_text('km') }} as km_raw,
        {{ read_km('km') }} as km_read,
        {{ clean_code('ro_type') }} as ro_type,
        {{ row_metadata('repair_order') }}
    from versions

),

{{ judged_readings('typed', 'ro_key', 'opened_date', 'vehicles') }},

final as (

    select
        ro_key,
        ro_no,
        dealer_id,
        vehicle_key,
        vehicle_src_id,
        payer_party_key,
        payer_party_src_id,
        opened_date,
        closed_date,
        km,
        km_fault,
        ro_type,
        {{ row_metadata_names() }}
    from judged

)

select * from final
