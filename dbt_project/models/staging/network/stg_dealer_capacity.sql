with versions as (

    {{ current_rows('dealer_capacity') }}

),

final as (

    select
        {{ source_key('capacity_id') }} as capacity_key,
        {{ clean_text('capacity_id') }} as capacity_id,
        {{ clean_text('dealer_id') }} as dealer_id,
        {{ try_date('week_start') }} as week_start,
        {{ try_decimal('productive_hours') }} as productive_hours,
        {{ row_metadata('dealer_capacity') }}
    from versions

)

select * from final
