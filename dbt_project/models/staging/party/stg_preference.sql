with versions as (

    {{ current_rows('preference') }}

),

final as (

    select
        {{ source_key('preference_id') }} as preference_key,
        {{ clean_text('preference_id') }} as preference_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('preference_kind') }} as preference_kind,
        {{ clean_text('value') }} as value,
        {{ try_timestamp('event_ts') }} as event_ts,
        {{ row_metadata('preference') }}
    from versions

)

select * from final
