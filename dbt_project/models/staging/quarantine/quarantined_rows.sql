with row_fates as (

    select * from {{ ref('row_fates') }}

),

refused_at_landing as (

    {{ raw_as_of('_rejected', loaded_at_column='loaded_at') }}

),

refused_at_staging as (

    select
        table_name,
        src_key,
        src_dealer_id,
        file,
        line,
        loaded_at,
        reason,
        detail
    from row_fates
    where fate = 'QUARANTINED'

),

final as (

    select
        table_name,
        src_key,
        src_dealer_id,
        file,
        line,
        loaded_at,
        reason,
        detail
    from refused_at_staging

    union all

    select
        table_name,
        cast(null as {{ dbt.type_string() }}) as src_key,
        cast(null as {{ dbt.type_string() }}) as src_dealer_id,
        file,
        line,
        loaded_at,
        reason,
        detail
    from refused_at_landing

)

select * from final
