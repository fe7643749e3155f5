with versions as (

    {{ current_rows('ownership') }}

),

final as (

    select
        {{ source_key('ownership_id') }} as ownership_key,
        {{ clean_text('ownership_id') }} as ownership_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('role') }} as role,
        {{ try_date('valid_from') }} as valid_from,
        {{ try_date('valid_to') }} as valid_to,
        {{ clean_code('end_reason') }} as end_reason,
        {{ row_metadata('ownership') }}
    from versions

)

select * from final
