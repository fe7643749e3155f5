with versions as (

    {{ current_rows('web_event') }}

),

final as (

    select
        {{ source_key('event_id') }} as event_key,
        {{ clean_text('event_id') }} as event_id,
        {{ clean_text('cookie_id') }} as cookie_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('url_type') }} as url_type,
        {{ clean_text('model_code') }} as model_code,
        {{ try_timestamp('event_ts') }} as event_ts,
        {{ row_metadata('web_event') }}
    from versions

)

select * from final
