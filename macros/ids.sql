{#- Ids: the same text on every engine, so that a key made in one place joins in another. -#}

{#- md5 of length-prefixed text; a null is '-1:', which no value can spell. Arguments are SQL
    expressions, joined in the order given. -#}
{% macro surrogate_id(expressions) -%}
    md5(
        {%- for expression in expressions %}
        {{ length_prefixed(expression) }}{{ ' ||' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro length_prefixed(expression) -%}
    coalesce(
        cast(length(cast({{ expression }} as {{ dbt.type_string() }})) as {{ dbt.type_string() }})
        || ':' || cast({{ expression }} as {{ dbt.type_string() }}),
        '-1:'
    )
{%- endmacro %}

{#- `system:id`, the join key of a source record; null when the reference is empty. -#}
{% macro source_key(id_column) -%}
    {{ clean_code('src_system') }} || ':' || {{ clean_text(id_column) }}
{%- endmacro %}

{#- Whether a text is a SHA-256 in hex, in small letters. -#}
{% macro is_sha256(column) -%} {{ matches(column, '^[0-9a-f]{64}$') }} {%- endmacro %}

{#- A number in [0, 1) that depends on the text alone: the first eight hex digits of its md5. -#}
{% macro hash_fraction(expressions) -%}
    {{ return(adapter.dispatch('hash_fraction', 'periplo')(expressions)) }}
{%- endmacro %}

{% macro default__hash_fraction(expressions) -%}
    (cast('0x' || left({{ surrogate_id(expressions) }}, 8) as bigint) / cast(4294967296 as double))
{%- endmacro %}
