{#- Going on from the night before: which tables may, what they were, and what is taken out of them before what is new
    comes in. How it all hangs together: docs/adr/0012. -#}

{#- Whether identity goes on from what the last build left. A night says so (`orchestration/identity_state.py`) when that
    build was finished by the code of today; all else builds anew: a first night, a replay, a copy to try things on. -#}
{% macro identity_goes_on() -%}
    {%- if not execute or flags.FULL_REFRESH -%} {{ return(false) }} {%- endif -%}
    {%- set state = adapter.get_relation(target.database, 'ml', 'identity_state') -%}
    {%- if state is none -%} {{ return(false) }} {%- endif -%}
    {{ return(run_query("select phase from " ~ state).columns[0].values() | list == ['GOES_ON']) }}
{%- endmacro %}

{#- dbt's own question, whether a table is built anew: of an incremental one, what identity says. -#}
{% macro should_full_refresh() -%}
    {%- if model.config.materialized == 'incremental' -%} {{ return(not identity_goes_on()) }} {%- endif -%}
    {{ return(flags.FULL_REFRESH) }}
{%- endmacro %}

{#- The table of a model as it stands before this build touches it. No edge of the graph: whoever reads it is upstream of
    the model, so that nothing has been written into it yet. -#}
{% macro as_left_by_last_build(name) -%}
    {{ adapter.get_relation(this.database, this.schema, name) }}
{%- endmacro %}

{#- Statement that takes out of a table the rows that one of these columns names in a model; nothing where the table is
    built anew. -#}
{% macro without_rows_of(name, columns) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        {%- for column in columns %}
        {{ 'or ' if not loop.first }}{{ column }} in (
            select {{ column.removesuffix('_a').removesuffix('_b') }} from {{ ref(name) }}
        )
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}

{#- Condition: the column's value is one of the same column of a model. -#}
{% macro is_among(column, name) -%}
    {{ column }} in (select {{ column }} from {{ ref(name) }})
{%- endmacro %}

{#- CTEs that end in `records_of_crossed`: the records of blocks that grew beyond `most` or shrank to it, so that pairs of
    records that are as they were met no more, or meet now. `keys` has what all records stand under now, `former_keys`
    what those in `changes` stood under. -#}
{% macro crossed_blocks(keys, former_keys, changes, key, most) -%}
    keys_of_changed as (

        select {{ keys }}.block_hash
        from {{ keys }}
        inner join {{ changes }}
            on {{ keys }}.{{ key }} = {{ changes }}.{{ key }}

    ),

    changed_blocks as (

        select block_hash from keys_of_changed

        union

        select block_hash from {{ former_keys }}

    ),

    keys_in_changed_blocks as {{ materialized_once() }} (

        select
            {{ keys }}.{{ key }},
            {{ keys }}.block_hash
        from {{ keys }}
        inner join changed_blocks
            on {{ keys }}.block_hash = changed_blocks.block_hash

    ),

    sizes_now as (

        select
            block_hash,
            count(*) as key_count
        from keys_in_changed_blocks
        group by block_hash

    ),

    came as (

        select
            block_hash,
            count(*) as key_count
        from keys_of_changed
        group by block_hash

    ),

    went as (

        select
            block_hash,
            count(*) as key_count
        from {{ former_keys }}
        group by block_hash

    ),

    crossed as (

        select sizes_now.block_hash
        from sizes_now
        left join came
            on sizes_now.block_hash = came.block_hash
        left join went
            on sizes_now.block_hash = went.block_hash
        where
            (sizes_now.key_count > {{ most }})
            <> (
                sizes_now.key_count - coalesce(came.key_count, 0) + coalesce(went.key_count, 0)
                > {{ most }}
            )

    ),

    records_of_crossed as (

        select distinct keys_in_changed_blocks.{{ key }}
        from keys_in_changed_blocks
        inner join crossed
            on keys_in_changed_blocks.block_hash = crossed.block_hash

    )
{%- endmacro %}
