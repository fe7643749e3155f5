{#- What a landed row says by itself: its key, whether it can stand alone, whether it forbids a contact, and a hash of its content. -#}

{#- The key of a row as text, `system:part|part`; null when any part is empty. -#}
{% macro contract_key(contract) -%}
    {%- for part in contract.key -%}
        {%- set type = contract.columns[part].type -%}
        {%- if part == 'src_system' -%}
            {{ clean_code(part) }} || ':'
        {%- elif type in ('text', 'code') -%}
            {{ try_type(part, type) }}
        {%- else -%}
            cast({{ try_type(part, type) }} as {{ dbt.type_string() }})
        {%- endif -%}
        {{ " || '|'" if not loop.first and not loop.last }}{{ ' || ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Why a row cannot stand alone, or null. -#}
{% macro row_problem(contract, unreadable=none) -%}
    {%- set required = required_columns(contract) -%}
    case
        when {% for part in contract.key -%}
            {{ clean_text(part) }} is null{{ ' or ' if not loop.last }}
        {%- endfor %} then 'MISSING_KEY'
        {%- if required %}
        when {% for column in required -%}
            {{ clean_text(column) }} is null{{ ' or ' if not loop.last }}
        {%- endfor %} then 'MISSING_REQUIRED'
        {%- endif %}
        {%- if unreadable %}
        when {{ unreadable }} then 'INVALID_VALUE'
        {%- else %}
        {%- for column in typed_required_columns(contract) %}
        when {{ try_type(column, contract.columns[column].type) }} is null then 'INVALID_VALUE'
        {%- endfor %}
        {%- endif %}
    end
{%- endmacro %}

{#- The columns behind the problem: empty ones by name, unreadable ones by name with a question mark. -#}
{% macro row_problem_detail(contract) -%}
    {%- set typed = typed_required_columns(contract) -%}
    nullif(
        concat_ws(
            ', '
            {%- for column in contract.key + required_columns(contract) %},
            case when {{ clean_text(column) }} is null then '{{ column }}' end
            {%- endfor %}
            {%- for column in typed %},
            case
                when {{ clean_text(column) }} is not null
                    and {{ try_type(column, contract.columns[column].type) }} is null
                    then '{{ column }}?'
            end
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}

{#- Required columns outside the key. -#}
{% macro required_columns(contract) -%}
    {%- set found = [] -%}
    {%- for name, column in contract.columns.items() if column.required and name not in contract.key -%}
        {%- do found.append(name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#- Required columns, key parts included, whose text must parse. -#}
{% macro typed_required_columns(contract) -%}
    {%- set found = [] -%}
    {%- for name, column in contract.columns.items()
        if column.required and column.type not in ('text', 'code') -%}
        {%- do found.append(name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#- Whether a row says by itself that nobody may contact its person. -#}
{% macro row_forbids(contract) -%}
    {%- set columns = [] -%}
    {%- for name, column in contract.columns.items() if column.forbids -%}
        {%- do columns.append(yes_or_unreadable(name)) -%}
    {%- endfor -%}
    {{ columns | join(' or ') if columns else 'false' }}
{%- endmacro %}

{#- Hash of what the source sent, empty and null being the same; file, line and digests do not count. -#}
{% macro content_hash(contract) -%}
    md5(
        concat_ws(
            '|'
            {%- for name in contract.columns %},
            length(coalesce({{ name }}, '')), coalesce({{ name }}, '')
            {%- endfor %}
        )
    )
{%- endmacro %}
