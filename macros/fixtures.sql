{#- Rows for unit tests, so that a test shows only the columns that matter. -#}

{#- Landed rows of a table: each row is a mapping of column to text; columns left out are null, the system
    is OPS, the day of loading 2026-06-27, the file and line follow the order given. -#}
{% macro raw_rows(table_name, rows) -%}
    {%- set contract = source_contract(table_name) -%}
    {%- for row in rows %}
    select
        {%- for column in contract.columns %}
        cast({{ text_literal(row.get(column, 'OPS' if column == 'src_system')) }} as varchar) as {{ column }},
        {%- endfor %}
        {%- for column in contract.digests %}
        cast({{ text_literal(row.get(column)) }} as varchar) as {{ column }},
        {%- endfor %}
        cast('{{ row.get('_loaded_at', '2026-06-27') }}' as date) as _loaded_at,
        cast('{{ row.get('_file', 'fixture.csv') }}' as varchar) as _file,
        cast({{ row.get('_line', loop.index) }} as bigint) as _line
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro text_literal(value) -%}
    {%- if value is none -%}
        null
    {%- else -%}
        '{{ (value | string).replace("'", "''") }}'
    {%- endif -%}
{%- endmacro %}
