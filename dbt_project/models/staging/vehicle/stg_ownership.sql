with versions as (

    {{ current_rows('ownership') }}

),

typed as (

    select
        {{ source_key('ownership_id') }} as ownership_key,
        {{ clean_text('ownership_id') }} as ownership_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('role') }} as role,
        {{ clean_text('valid_from') }} as valid_from_raw,
        {{ try_date('valid_from', 'vehicle') }} as valid_from,
        {{ clean_text('valid_to') }} as valid_to_raw,
        {{ try_date('valid_to', 'vehicle') }} as valid_to,
        {{ clean_code('end_reason') }} as end_reason,
        {{ row_metadata('ownership') }}
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
        ownership_key,
        ownership_id,
        vehicle_key,
        vehicle_src_id,
        party_key,
        party_src_id,
        role,
        valid_from,
        valid_from_fault,
        {{ date_repair('valid_from_fault') }} as valid_from_repair,
        valid_to,
        valid_to_fault,
        {{ date_repair('valid_to_fault') }} as valid_to_repair,
        end_reason,
        {{ row_metadata_names() }}
    from judged

)

select * from final
