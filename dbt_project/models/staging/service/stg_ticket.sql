with versions as (

    {{ current_rows('ticket') }}

),

final as (

    select
        {{ source_key('ticket_id') }} as ticket_key,
        {{ clean_text('ticket_id') }} as ticket_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ clean_code('category') }} as category,
        {{ clean_code('severity') }} as severity,
        {{ try_timestamp('opened_ts') }} as opened_ts,
        {{ try_timestamp('closed_ts') }} as closed_ts,
        {{ row_metadata('ticket') }}
    from versions

)

select * from final
