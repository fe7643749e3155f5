with versions as (

    {{ current_rows('robinson') }}

),

final as (

    select
        {{ source_key('robinson_id') }} as robinson_key,
        {{ clean_text('robinson_id') }} as robinson_id,
        {{ clean_text('identifier_hash') }} as identifier_hash,
        {{ clean_code('channel') }} as channel,
        {{ clean_code('sector') }} as sector,
        {{ try_date('listed_date') }} as listed_date,
        {{ row_metadata('robinson') }}
    from versions

)

select * from final
