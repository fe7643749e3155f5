{%- set tables = source_contract_names() %}

with load_ledger as (

    {{ raw_as_of('_load_ledger', loaded_at_column='loaded_at') }}

),

row_fates as (

    select * from {{ ref('row_fates') }}

),

quarantined_rows as (

    select * from {{ ref('quarantined_rows') }}

),

landed_by_table as (

    select
        table_name,
        sum(rows_landed) as landed
    from load_ledger
    group by table_name

),

-- Counted from the staging tables themselves, so that a row lost on the way cannot hide.
current_by_table as (
    {%- for table in tables %}

        select
            '{{ table }}' as table_name,
            count(*) as current_rows
        from {{ ref('stg_' ~ table) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}

),

superseded_by_table as (

    select
        table_name,
        count(*) as superseded
    from row_fates
    where fate = 'SUPERSEDED'
    group by table_name

),

quarantined_by_table as (

    select
        table_name,
        count(*) as quarantined
    from quarantined_rows
    group by table_name

),

all_tables as (

    select table_name from landed_by_table
    union
    select table_name from current_by_table
    union
    select table_name from quarantined_by_table

),

final as (

    select
        all_tables.table_name,
        cast(coalesce(landed_by_table.landed, 0) as bigint) as landed,
        coalesce(current_by_table.current_rows, 0) as current_rows,
        coalesce(superseded_by_table.superseded, 0) as superseded,
        coalesce(quarantined_by_table.quarantined, 0) as quarantined
    from all_tables
    left join landed_by_table
        on all_tables.table_name = landed_by_table.table_name
    left join current_by_table
        on all_tables.table_name = current_by_table.table_name
    left join superseded_by_table
        on all_tables.table_name = superseded_by_table.table_name
    left join quarantined_by_table
        on all_tables.table_name = quarantined_by_table.table_name

)

select * from final
