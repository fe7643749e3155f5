with versions as (

    {{ current_rows('consent_event') }}

),

typed as (

    select
        {{ source_key('consent_id') }} as consent_key,
        {{ clean_text('consent_id') }} as consent_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('controller') }} as controller,
        {{ clean_code('purpose') }} as purpose,
        {{ clean_code('channel') }} as channel,
        {{ clean_code('action') }} as action,
        {{ try_timestamp('event_ts') }} as event_ts,
        {{ clean_code('source') }} as source,
        {{ clean_text('text_version') }} as text_version,
        {{ clean_text('proof_ref') }} as proof_ref,
        {{ row_metadata('consent_event') }}
    from versions

),

judged as (

    select
        *,
        -- Whatever stands in the field: nobody knows when it was said.
        case when event_ts is null then 'CONSENT_UNDATED' end as event_ts_fault
    from typed

),

final as (

    select
        consent_key,
        consent_id,
        party_key,
        party_src_id,
        controller,
        purpose,
        channel,
        action,
        event_ts,
        event_ts_fault,
        source,
        text_version,
        proof_ref,
        {{ row_metadata_names() }}
    from judged

)

select * from final
