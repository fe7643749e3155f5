-- What was refused as a whole, at landing or at staging. The reasons of the readers of files are
-- many; those without a rule of their own count together.
with quarantined_rows as (

    select * from {{ ref('quarantined_rows') }}

),

quality_rules as (

    select * from {{ ref('int_quality_rules') }}
    where outcome = 'REJECTED'

),

named as (

    select
        quarantined_rows.*,
        coalesce(quality_rules.quarantine_reason, '*') as rule_reason
    from quarantined_rows
    left join quality_rules
        on
            quarantined_rows.table_name = quality_rules.table_name
            and quarantined_rows.reason = quality_rules.quarantine_reason

),

-- A file that no contract knows is of no table.
final as (

    select
        named.table_name,
        named.src_key,
        quality_rules.column_name,
        quality_rules.rule_code,
        named.src_dealer_id,
        named.loaded_at,
        quality_rules.outcome,
        named.file,
        named.line
    from named
    inner join quality_rules
        on
            named.table_name = quality_rules.table_name
            and named.rule_reason = quality_rules.quarantine_reason

)

select * from final
