with versions as (

    {{ current_rows('response') }}

),

final as (

    select
        {{ source_key('response_id') }} as response_key,
        {{ clean_text('response_id') }} as response_id,
        {{ source_key('contact_src_id') }} as contact_key,
        {{ clean_text('contact_src_id') }} as contact_src_id,
        {{ clean_code('response_type') }} as response_type,
        {{ try_timestamp('response_ts') }} as response_ts,
        {{ clean_text('reference') }} as reference,
        {{ row_metadata('response') }}
    from versions

)

select * from final
