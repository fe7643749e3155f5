with versions as (

    {{ current_rows('test_drive') }}

),

final as (

    select
        {{ source_key('test_drive_id') }} as test_drive_key,
        {{ clean_text('test_drive_id') }} as test_drive_id,
        {{ source_key('lead_id') }} as lead_key,
        {{ clean_text('lead_id') }} as lead_id,
        {{ try_timestamp('scheduled_ts') }} as scheduled_ts,
        {{ try_timestamp('actual_ts') }} as actual_ts,
        {{ row_metadata('test_drive') }}
    from versions

)

select * from final
