with data_quality as (

    select * from {{ ref('data_quality') }}

),

quality_rules as (

    select * from {{ ref('int_quality_rules') }}

),

dated as (

    select
        *,
        max(loaded_at) over (
            partition by table_name, column_name, rule_code
        ) as last_batch_date
    from data_quality

),

totals as (

    select
        table_name,
        column_name,
        rule_code,
        last_batch_date,
        sum(rows_checked) as rows_checked,
        sum(faults) as faults,
        sum(repaired) as repaired,
        sum(rejected) as rejected,
        sum(case when loaded_at = last_batch_date then rows_checked end) as last_rows_checked,
        sum(case when loaded_at = last_batch_date then faults end) as last_faults
    from dated
    group by table_name, column_name, rule_code, last_batch_date

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
        {{ fault_share('totals.faults', 'totals.rows_checked') }} as fault_share,
        totals.last_batch_date,
        {{ fault_share('totals.last_faults', 'totals.last_rows_checked') }} as last_fault_share,
        quality_rules.meaning
    from totals
    inner join quality_rules
        on
            totals.table_name = quality_rules.table_name
            and totals.column_name = quality_rules.column_name
            and totals.rule_code = quality_rules.rule_code

)

select * from final
