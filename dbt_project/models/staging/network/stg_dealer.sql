with versions as (

    {{ current_rows('dealer') }}

),

final as (

    select
        {{ clean_text('dealer_id') }} as dealer_id,
        {{ clean_text('name') }} as name,
        {{ clean_text('parent_dealer_id') }} as parent_dealer_id,
        {{ clean_text('phone') }} as phone,
        {{ normalise_phone('phone') }} as phone_normalised,
        {{ clean_text('email_domain') }} as email_domain,
        {{ clean_text('opening_hours') }} as opening_hours,
        {{ try_boolean('sales_flag') }} as sales_flag,
        {{ try_boolean('aftersales_flag') }} as aftersales_flag,
        {{ try_decimal('latitude') }} as latitude,
        {{ try_decimal('longitude') }} as longitude,
        {{ try_date('open_date') }} as open_date,
        {{ try_date('close_date') }} as close_date,
        {{ row_metadata('dealer') }}
    from versions

)

select * from final
