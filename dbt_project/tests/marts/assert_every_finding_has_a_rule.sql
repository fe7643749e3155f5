-- A failing row is a finding of a rule that the seed does not list for its table and column: it
-- would be missing in the mart, and no limit would hold for it.
{{ config(meta={'dagster': {'ref': {'name': 'int_quality_findings'}}}) }}

with findings as (

    select distinct
        table_name,
        column_name,
        rule_code
    from {{ ref('int_quality_findings') }}

),

quality_rules as (

    select * from {{ ref('int_quality_rules') }}

)

select findings.*
from findings
left join quality_rules
    on
        findings.table_name = quality_rules.table_name
        and findings.column_name = quality_rules.column_name
        and findings.rule_code = quality_rules.rule_code
where quality_rules.rule_code is null
