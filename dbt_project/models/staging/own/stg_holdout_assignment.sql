with versions as (

    {{ current_rows('holdout_assignment') }}

),

final as (

    select
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_code('period_code') }} as period_code,
        {{ clean_code('arm') }} as arm,
        {{ try_date('assigned_date') }} as assigned_date,
        {{ row_metadata('holdout_assignment') }}
    from versions

)

select * from final
