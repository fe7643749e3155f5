with versions as (

    {{ current_rows('service_plan') }}

),

final as (

    select
        {{ source_key('plan_contract_id') }} as plan_contract_key,
        {{ clean_text('plan_contract_id') }} as plan_contract_id,
        {{ source_key('vehicle_src_id') }} as vehicle_key,
        {{ clean_text('vehicle_src_id') }} as vehicle_src_id,
        {{ try_date('start_date') }} as start_date,
        {{ try_date('end_date', 'warranty') }} as end_date,
        {{ try_int('km_limit') }} as km_limit,
        {{ row_metadata('service_plan') }}
    from versions

)

select * from final
