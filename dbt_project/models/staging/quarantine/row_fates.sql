-- Rows are judged here by the very macros that the staging models use, all tables in one sweep. Two looks at each table cost a
-- third of one that reckons for every row what only few need: the first one finds their keys.
{%- set tables = source_contract_names() %}

with keys_of_concern as (
    {%- for table in tables %}

    {{ keys_of_concern(table) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

judged as {{ materialized_once() }} (
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
