with data_quality as (

    select * from {{ ref('data_quality') }}

),

quality_rules as (

    select * from {{ ref('int_quality_rules') }}

),

totals as (

    select
        table_name,
        column_name,
        rule_code,
        sum(rows_checked) as rows_checked,
        sum(faults) as faults,
        sum(repaired) as repaired,
        sum(rejected) as rejected,
        max(loaded_at) as last_batch_date
    from data_quality
    group by table_name, column_name, rule_code

),

last_days as (

    select
        data_quality.table_name,
        data_quality.column_name,
        data_quality.rule_code,
        sum(data_quality.rows_checked) as rows_checked,
        sum(data_quality.faults) as faults
    from data_quality
    inner join totals
        on
            data_quality.table_name = totals.table_name
            and data_quality.column_name = totals.column_name
            and data_quality.rule_code = totals.rule_code
            and data_quality.loaded_at = totals.last_batch_date
    group by data_quality.table_name, data_quality.column_name, data_quality.rule_code

),

final as (

    select
        totals.table_name,
        totals.column_name,
        totals.rule_code,
        quality_rules.fault_class,
        quality_rules.severity,
        quality_rules.max_share,
        cast(totals.rows_checked as bigint) as rows_checked,
        cast(totals.faults as bigint) as faults,
        cast(totals.repaired as bigint) as repaired,
        cast(totals.rejected as bigint) as rejected,
        cast(
            totals.faults / cast(totals.rows_checked as double) as decimal(9, 6)
        ) as fault_share,
        totals.last_batch_date,
        cast(
            last_days.faults / cast(last_days.rows_checked as double) as decimal(9, 6)
        ) as last_fault_share,
        quality_rules.meaning
    from totals
    inner join quality_rules
        on
            totals.table_name = quality_rules.table_name
            and totals.column_name = quality_rules.column_name
            and totals.rule_code = quality_rules.rule_code
    inner join last_days
        on
            totals.table_name = last_days.table_name
            and totals.column_name = last_days.column_name
            and totals.rule_code = last_days.rule_code

)

select * from final
