with versions as (

    {{ current_rows('survey') }}

),

final as (

    select
        {{ source_key('survey_id') }} as survey_key,
        {{ clean_text('survey_id') }} as survey_id,
        {{ clean_code('survey_type') }} as survey_type,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ source_key('ro_no') }} as ro_key,
        {{ clean_text('ro_no') }} as ro_no,
        {{ source_key('order_id') }} as order_key,
        {{ clean_text('order_id') }} as order_id,
        {{ try_int('nps') }} as nps,
        {{ try_int('overall_score') }} as overall_score,
        {{ clean_text('verbatim') }} as verbatim,
        {{ try_timestamp('answered_ts') }} as answered_ts,
        {{ row_metadata('survey') }}
    from versions

)

select * from final
