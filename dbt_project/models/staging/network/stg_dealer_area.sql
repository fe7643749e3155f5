with versions as (

    {{ current_rows('dealer_area') }}

),

final as (

    select
        {{ source_key('area_id') }} as area_key,
        {{ clean_text('area_id') }} as area_id,
        {{ clean_text('postal_code') }} as postal_code,
        {{ clean_text('dealer_id') }} as dealer_id,
        {{ try_int('drive_minutes') }} as drive_minutes,
        {{ row_metadata('dealer_area') }}
    from versions

)

select * from final
