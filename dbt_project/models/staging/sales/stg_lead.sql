with versions as (

    {{ current_rows('lead') }}

),

repaired as (

    select
        *,
        {{ repair_mojibake('contact_name') }} as contact_name_repaired
    from versions

),

final as (

    select
        {{ source_key('lead_id') }} as lead_key,
        {{ clean_text('lead_id') }} as lead_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_text('contact_name') }} as contact_name,
        {{ name_key('contact_name_repaired') }} as contact_name_key,
        {{ clean_text('contact_phone') }} as contact_phone,
        {{ normalise_phone('contact_phone') }} as contact_phone_normalised,
        {{ clean_text('contact_email') }} as contact_email,
        {{ normalise_email('contact_email') }} as contact_email_normalised,
        {{ clean_text('model_code') }} as model_code,
        {{ clean_code('channel') }} as channel,
        {{ try_timestamp('received_ts') }} as received_ts,
        {{ clean_text('assigned_dealer_id') }} as assigned_dealer_id,
        {{ try_timestamp('first_attempt_ts') }} as first_attempt_ts,
        {{ try_timestamp('first_contact_ts') }} as first_contact_ts,
        {{ clean_code('status') }} as status,
        {{ clean_code('lost_reason') }} as lost_reason,
        {{ row_metadata('lead') }}
    from repaired

)

select * from final
