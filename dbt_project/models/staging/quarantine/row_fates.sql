-- Each landed row is judged once more here, with the very macro that the staging models use.
{%- set tables = source_contract_names() %}

with
{%- for table in tables %}

{{ table }}_rows as (

    {{ rows_not_current(table) }}

),
{%- endfor %}

final as (
    {%- for table in tables %}

    select * from {{ table }}_rows
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
