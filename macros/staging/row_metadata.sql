{#- The columns that end every staging model. -#}

{#- Their names, for models that type and choose in two steps. -#}
{% macro row_metadata_names() -%}
    src_system,
    src_dealer_id,
    created_at,
    updated_at,
    loaded_at,
    first_loaded_at,
    known_at
{%- endmacro %}

{#- Who sent the row, its two clocks and the source's own dates, as current_rows gives them. known_at is the contract's
    known_at column; where that is empty the creation, else the day of loading; a row is known at the latest on the day of
    its loading, whatever it claims. -#}
{% macro row_metadata(table_name) -%}
    {%- set contract = source_contract(table_name) -%}
    {%- set moments = ['_created_at', 'cast(_loaded_at as timestamp)'] -%}
    {%- if contract.known_at == 'updated_at' -%}
        {%- do moments.insert(0, '_updated_at') -%}
    {%- elif contract.known_at != 'created_at' -%}
        {%- set type = contract.columns[contract.known_at].type -%}
        {%- do moments.insert(0, 'cast(' ~ try_type(contract.known_at, type) ~ ' as timestamp)') -%}
    {%- endif -%}
    {{ clean_code('src_system') }} as src_system,
    {{ clean_text('src_dealer_id') }} as src_dealer_id,
    _created_at as created_at,
    _updated_at as updated_at,
    _loaded_at as loaded_at,
    _first_loaded_at as first_loaded_at,
    least(
        coalesce({{ moments | join(', ') }}),
        cast(_loaded_at as timestamp) + interval '86399' second
    ) as known_at
{%- endmacro %}
