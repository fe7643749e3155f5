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
        {{ clean_text('event_ts') }} as event_ts_raw,
        {{ try_timestamp('event_ts') }} as event_ts_typed,
        {{ clean_code('source') }} as source,
        {{ clean_text('text_version') }} as text_version,
        {{ clean_text('proof_ref') }} as proof_ref,
        {{ row_metadata('consent_event') }}
    from versions

),

-- What was said on a day that had not come when the row was loaded was said nobody knows when.
dated as (

    select
        *,
        case when cast(event_ts_typed as date) <= loaded_at then event_ts_typed end as event_ts
    from typed

),

judged as (

    select
        *,
        case
            when event_ts is null then 'CONSENT_UNDATED'
            when {{ is_swapped_day('event_ts_raw') }} then 'DATE_SWAPPED'
        end as event_ts_fault
    from dated

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
        {{ date_repair('event_ts_fault') }} as event_ts_repair,
        source,
        text_version,
        proof_ref,
        {{ row_metadata_names() }}
    from judged

)

select * from final
