with versions as (

    {{ current_rows('robinson') }}

),

typed as (

    select
        {{ source_key('robinson_id') }} as robinson_key,
        {{ clean_text('robinson_id') }} as robinson_id,
        lower({{ clean_text('identifier_hash') }}) as identifier_hash,
        {{ clean_code('channel') }} as channel,
        {{ clean_code('sector') }} as sector,
        {{ try_date('listed_date') }} as listed_date_typed,
        {{ row_metadata('robinson') }}
    from versions

),

-- Who stands on the list does so by now: a day that had not come when the row was loaded is none.
final as (

    select
        robinson_key,
        robinson_id,
        identifier_hash,
        channel,
        sector,
        case when listed_date_typed <= loaded_at then listed_date_typed end as listed_date,
        {{ row_metadata_names() }}
    from typed

)

select * from final
