with schema_drift as (

    {{ raw_as_of('_schema_drift', loaded_at_column='loaded_at') }}

),

load_ledger as (

    {{ raw_as_of('_load_ledger', loaded_at_column='loaded_at') }}

),

last_batches as (

    select
        table_name,
        max(loaded_at) as last_loaded_at
    from load_ledger
    group by table_name

),

last_seen as (

    select
        table_name,
        drifted_column,
        kind,
        max(loaded_at) as last_seen_at
    from schema_drift
    group by table_name, drifted_column, kind

),

final as (

    select
        schema_drift.table_name,
        schema_drift.file,
        schema_drift.loaded_at,
        schema_drift.drifted_column,
        schema_drift.kind,
        schema_drift.decision,
        schema_drift.sent_as,
        schema_drift.explanation,
        schema_drift.is_undecided,
        -- A later batch of the table without it has settled it.
        schema_drift.is_undecided
        and last_seen.last_seen_at >= last_batches.last_loaded_at as is_open
    from schema_drift
    inner join last_batches
        on schema_drift.table_name = last_batches.table_name
    inner join last_seen
        on
            schema_drift.table_name = last_seen.table_name
            and schema_drift.drifted_column = last_seen.drifted_column
            and schema_drift.kind = last_seen.kind

)

select * from final
