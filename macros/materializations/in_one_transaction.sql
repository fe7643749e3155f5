{#- Tables and views on DuckDB: the old one goes and the new one comes in one transaction, or neither does. The adapter's own
    way builds beside the old one, renames twice and drops; each of these is a statement with a context and events of its
    own. What that costs: docs/adr/0008. -#}

{% materialization table, adapter='duckdb' %}
    {{ return(replaced_in_one_transaction('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(replaced_in_one_transaction('view')) }}
{% endmaterialization %}

{#- Build what is asked for in the place of what stands there, with hooks before and after; return it as a materialization
    does. Whoever reads the former table itself is incremental: here it is gone when the query runs. -#}
{% macro replaced_in_one_transaction(type) -%}
    {%- if this | string in compiled_code -%}
        {{ exceptions.raise_compiler_error(this ~ " reads itself: only an incremental model can") }}
    {%- endif -%}
    {%- set former = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {% call statement('main') -%}
        {%- if former is not none %}
            drop {{ former.type }} if exists {{ former }};
        {%- endif %}
        {{ create_table_as(false, target, compiled_code) if type == 'table' else create_view_as(target, compiled_code) }}
    {%- endcall %}
    {% do create_indexes(target) %}
    {% do persist_docs(target, model) %}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {{ adapter.commit() }}
    {#- dbt adds what is returned to what it knows, and would keep the former kind of it. -#}
    {%- if former is not none %}
        {% do adapter.cache_dropped(former) %}
    {%- endif %}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target]}) }}
{%- endmacro %}
