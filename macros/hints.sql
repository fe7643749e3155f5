{#- What an engine is told about how to run a query, where it can be told; results are the same without. -#}

{#- Has a CTE computed once and stored: it is read several times, or joins on either side of it must not be mixed. -#}
{% macro materialized_once() -%}
    {{ return(adapter.dispatch('materialized_once', 'periplo')()) }}
{%- endmacro %}

{% macro default__materialized_once() -%} materialized {%- endmacro %}

{% macro spark__materialized_once() -%} {%- endmacro %}
