-- The rules in force, table by table: a rule for every table holds where the table has no row of
-- its own.
with quality_rules as (

    select * from {{ ref('quality_rules') }}
    where {{ dated_rule() }}

),

source_tables as (

    select table_name as source_table
    from {{ ref('row_accounting') }}

),

-- A rule of its own comes before the one of every table.
ranked as (

    select
        quality_rules.*,
        source_tables.source_table,
        row_number() over (
            partition by
                source_tables.source_table, quality_rules.column_name, quality_rules.rule_code
            order by quality_rules.table_name desc
        ) as precedence
    from quality_rules
    inner join source_tables
        on quality_rules.table_name in ('*', source_tables.source_table)

),

final as (

    select
        source_table as table_name,
        column_name,
        rule_code,
        fault_class,
        outcome,
        quarantine_reason,
        severity,
        max_share,
        min_rows,
        meaning,
        coalesce(rows_of, source_table) as rows_of,
        table_name <> '*' as is_own_rule
    from ranked
    where precedence = 1

)

select * from final
