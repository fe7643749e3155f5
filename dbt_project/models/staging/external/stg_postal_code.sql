with versions as (

    {{ current_rows('postal_code') }}

),

final as (

    select
        {{ clean_text('postal_code') }} as postal_code,
        {{ clean_text('ine5') }} as ine5,
        {{ row_metadata('postal_code') }}
    from versions

)

select * from final
