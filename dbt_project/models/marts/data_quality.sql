with rows_checked as (

    select * from {{ ref('rows_judged') }}

),

quality_rules as (

    select * from {{ ref('int_quality_rules') }}

),

findings as (

    select * from {{ ref('int_quality_findings') }}

),

placed as (

    select
        *,
        {{ dealer_or_central('src_dealer_id') }} as dealer_id
    from findings

),

-- A row counts once a rule and column, however often it was refused or copied.
counted as (

    select
        table_name,
        column_name,
        rule_code,
        dealer_id,
        loaded_at,
        count(distinct row_ref) as faults,
        count(distinct case when outcome = 'REPAIRED' then row_ref end) as repaired,
        count(distinct case when outcome = 'REJECTED' then row_ref end) as rejected
    from placed
    group by table_name, column_name, rule_code, dealer_id, loaded_at

),

-- A rule for every table is shown where it found something: most tables never break most of them.
shown_rules as (

    select distinct
        quality_rules.table_name,
        quality_rules.column_name,
        quality_rules.rule_code,
        quality_rules.rows_of
    from quality_rules
    left join counted
        on
            quality_rules.table_name = counted.table_name
            and quality_rules.column_name = counted.column_name
            and quality_rules.rule_code = counted.rule_code
    where quality_rules.is_own_rule or counted.rule_code is not null

),

shown as (

    select
        shown_rules.table_name,
        shown_rules.column_name,
        shown_rules.rule_code,
        rows_checked.dealer_id,
        rows_checked.loaded_at,
        rows_checked.rows_checked,
        coalesce(counted.faults, 0) as faults,
        coalesce(counted.repaired, 0) as repaired,
        coalesce(counted.rejected, 0) as rejected
    from shown_rules
    inner join rows_checked
        on shown_rules.rows_of = rows_checked.table_name
    left join counted
        on
            shown_rules.table_name = counted.table_name
            and shown_rules.column_name = counted.column_name
            and shown_rules.rule_code = counted.rule_code
            and rows_checked.dealer_id = counted.dealer_id
            and rows_checked.loaded_at = counted.loaded_at

),

shares as (

    select
        *,
        {{ fault_share('faults', 'rows_checked') }} as fault_share
    from shown

),

compared as (

    select
        *,
        cast(
            avg(fault_share) over (
                partition by table_name, column_name, rule_code, dealer_id
                order by loaded_at
                rows between {{ var('quality_trend_days') }} preceding and 1 preceding
            ) as decimal(9, 6)
        ) as fault_share_before
    from shares

),

final as (

    select
        table_name,
        column_name,
        rule_code,
        dealer_id,
        loaded_at,
        rows_checked,
        faults,
        repaired,
        rejected,
        fault_share,
        fault_share_before,
        cast(fault_share - fault_share_before as decimal(9, 6)) as trend
    from compared

)

select * from final
