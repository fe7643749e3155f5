{#- Schemas are named exactly as the folder says, without the target's prefix: the same names on every engine. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
