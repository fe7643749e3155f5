with versions as (

    {{ current_rows('rights_request') }}

),

final as (

    select
        {{ source_key('request_id') }} as request_key,
        {{ clean_text('request_id') }} as request_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('request_type') }} as request_type,
        {{ try_date('received_date') }} as received_date,
        {{ try_date('due_date') }} as due_date,
        {{ try_date('closed_date') }} as closed_date,
        {{ row_metadata('rights_request') }}
    from versions

)

select * from final
