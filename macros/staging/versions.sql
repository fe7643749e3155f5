{#- Which landed row is the current version of its key, and what became of the others.

    Each row is judged alone first (MISSING_KEY, MISSING_REQUIRED, INVALID_VALUE). Sound rows of a key are
    then ordered by when the source changed them (an updated_at that is empty, unreadable or after the day of
    loading counts as the day of loading), then by loading, then by a hash of the content, never by their
    place in a file. Copies of a version are DUPLICATE; versions of one moment and one batch that differ leave
    one winner, the others are CONFLICT; older versions are superseded. -#}

{#- One row per source key: its current version, with _key, _first_loaded_at. -#}
{% macro current_rows(table_name) -%}
    {{- fated_rows(table_name) }}
    select *
    from fated
    where _fate = 'CURRENT'
{%- endmacro %}

{#- One row per landed row that is not current: table_name, src_key, file, line, loaded_at, fate
    (SUPERSEDED or QUARANTINED), reason, detail. -#}
{% macro rows_not_current(table_name) -%}
    {{- fated_rows(table_name) }}
    select
        '{{ table_name }}' as table_name,
        _key as src_key,
        _file as file,
        _line as line,
        _loaded_at as loaded_at,
        case when _fate = 'SUPERSEDED' then 'SUPERSEDED' else 'QUARANTINED' end as fate,
        nullif(_fate, 'SUPERSEDED') as reason,
        _problem_detail as detail
    from fated
    where _fate <> 'CURRENT'
{%- endmacro %}

{#- The CTEs that give every visible row of a table its fate. -#}
{% macro fated_rows(table_name) -%}
    {%- set contract = source_contract(table_name) -%}
    with visible as (
        {{ raw_as_of(table_name) }}
    ),

    judged as (
        select
            *,
            {{ contract_key(contract) }} as _key,
            {{ row_problem(contract) }} as _problem,
            {{ row_problem_detail(contract) }} as _problem_detail,
            {{ version_moment() }} as _version_at,
            {{ content_hash(contract) }} as _content_hash
        from visible
    ),

    copies as (
        select
            *,
            row_number() over (
                partition by _key, _problem, _version_at, _content_hash
                order by _loaded_at, _file, _line
            ) as _copy_no
        from judged
    ),

    rivals as (
        select
            *,
            row_number() over (
                partition by _key, _problem, _copy_no, _version_at, _loaded_at
                order by _content_hash desc
            ) as _rival_no
        from copies
    ),

    ordered as (
        select
            *,
            row_number() over (
                partition by _key, _problem, _copy_no, _rival_no
                order by _version_at desc, _loaded_at desc
            ) as _version_no,
            min(_loaded_at) over (partition by _key, _problem) as _first_loaded_at
        from rivals
    ),

    fated as (
        select
            *,
            case
                when _problem is not null then _problem
                when _copy_no > 1 then 'DUPLICATE'
                when _rival_no > 1 then 'CONFLICT'
                when _version_no > 1 then 'SUPERSEDED'
                else 'CURRENT'
            end as _fate
        from ordered
    )
{%- endmacro %}

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
{% macro row_problem(contract) -%}
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
        {%- for column in typed_required_columns(contract) %}
        when {{ try_type(column, contract.columns[column].type) }} is null then 'INVALID_VALUE'
        {%- endfor %}
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

{#- The moment that orders versions. -#}
{% macro version_moment() -%}
    case
        when cast({{ try_timestamp('updated_at') }} as date) <= _loaded_at
            then {{ try_timestamp('updated_at') }}
        else cast(_loaded_at as timestamp)
    end
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
