-- Rows are judged here by the very macros that the staging models use, all tables in one sweep.
{%- set tables = source_contract_names() %}

with judged as {{ materialized_once() }} (
    {%- for table in tables %}

    {{ judged_rows(table) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

{{ fates_of_judged_rows() }},

final as (

    select *
    from row_fates
    where fate <> 'CURRENT'

)

select * from final
