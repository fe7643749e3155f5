with versions as (

    {{ current_rows('municipality') }}

),

final as (

    select
        {{ clean_text('ine5') }} as ine5,
        {{ clean_text('name') }} as name,
        {{ clean_text('province_code') }} as province_code,
        {{ try_decimal('latitude') }} as latitude,
        {{ try_decimal('longitude') }} as longitude,
        {{ row_metadata('municipality') }}
    from versions

)

select * from final
