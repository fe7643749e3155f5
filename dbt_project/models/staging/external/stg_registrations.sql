with versions as (

    {{ current_rows('registrations') }}

),

final as (

    select
        {{ try_date('month') }} as month,
        {{ clean_text('ine5') }} as ine5,
        {{ clean_text('brand') }} as brand,
        {{ try_int('registrations') }} as registrations,
        {{ row_metadata('registrations') }}
    from versions

)

select * from final
