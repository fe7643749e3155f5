{#- The one place where landed rows are filtered by the day of the run: a run for day D sees what was
    loaded before D. Nothing else reads the source `raw`. -#}

{#- A query of the landed rows of a table that the run may see, all columns as text. Landing's own ledgers name
    the day `loaded_at`. -#}
{% macro raw_as_of(table_name, loaded_at_column='_loaded_at') -%}
    select *
    from {{ source('raw', table_name) }}
    where {{ loaded_at_column }} < {{ as_of_date() }}
{%- endmacro %}
