{#- What an engine is told about how to run a query, where it can be told; results are the same without. -#}

{#- Has a CTE computed once and stored: it is read several times, or joins on either side of it must not be mixed. -#}
{% macro materialized_once() -%}
    {{ return(adapter.dispatch('materialized_once', 'periplo')()) }}
{%- endmacro %}

{% macro default__materialized_once() -%} materialized {%- endmacro %}

{% macro spark__materialized_once() -%} {%- endmacro %}

{#- Has the query of a CTE run wherever it is read: it selects from a table, which is read sooner than stored again. -#}
{% macro read_in_place() -%}
    {{ return(adapter.dispatch('read_in_place', 'periplo')()) }}
{%- endmacro %}

{% macro default__read_in_place() -%} not materialized {%- endmacro %}

{% macro spark__read_in_place() -%} {%- endmacro %}
