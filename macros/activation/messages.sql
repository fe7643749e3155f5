{#- Words of a message: filling its placeholders, and how days and kilometres are written. -#}

{#- The text with each `{name}` replaced by the column of that name; `placeholders` maps name to column, none null. -#}
{% macro fill_placeholders(column, placeholders) -%}
    {%- set filled = namespace(sql=column) -%}
    {%- for name, value in placeholders.items() -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ name ~ "}', " ~ value ~ ")" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}

{#- A day as people in Spain write it: 05/09/2026. -#}
{% macro day_in_text(date_column) -%}
    {%- set text = 'cast(' ~ date_column ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    coalesce(
        substring({{ text }} from 9 for 2) || '/' || substring({{ text }} from 6 for 2)
        || '/' || substring({{ text }} from 1 for 4),
        ''
    )
{%- endmacro %}

{#- Kilometres as a band of the given width, "40000 a 50000": a projection is not printed as a reading; empty without one. -#}
{% macro km_band(km_column, width) -%}
    {%- set floor = 'cast(floor(' ~ km_column ~ ' / ' ~ width ~ ') * ' ~ width ~ ' as bigint)' -%}
    coalesce(
        cast({{ floor }} as {{ dbt.type_string() }}) || ' a '
        || cast({{ floor }} + {{ width }} as {{ dbt.type_string() }}),
        ''
    )
{%- endmacro %}
