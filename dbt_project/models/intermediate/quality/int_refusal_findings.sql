-- What was refused as a whole, at landing or at staging.
with quarantined_rows as (

    select * from {{ ref('quarantined_rows') }}

),

quality_rules as (

    select * from {{ ref('int_quality_rules') }}
    where outcome = 'REJECTED'

),

-- Reasons of the readers of files are many; they count together.
final as (

    select
        quarantined_rows.table_name,
        quarantined_rows.src_key,
        quality_rules.column_name,
        quality_rules.rule_code,
        quarantined_rows.src_dealer_id,
        quarantined_rows.loaded_at,
        quality_rules.outcome,
        quarantined_rows.file,
        quarantined_rows.line
    from quarantined_rows
    inner join quality_rules
        on
            quarantined_rows.table_name = quality_rules.table_name
            and coalesce(quality_rules.quarantine_reason, quarantined_rows.reason)
            = quarantined_rows.reason

)

select * from final
