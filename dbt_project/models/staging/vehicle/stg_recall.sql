with versions as (

    {{ current_rows('recall') }}

),

final as (

    select
        {{ source_key('recall_id') }} as recall_key,
        {{ clean_text('recall_id') }} as recall_id,
        {{ clean_code('severity') }} as severity,
        {{ clean_text('description') }} as description,
        {{ try_date('opened_date') }} as opened_date,
        {{ row_metadata('recall') }}
    from versions

)

select * from final
