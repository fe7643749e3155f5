with value_findings as (

    select * from {{ ref('int_value_findings') }}

),

relation_findings as (

    select * from {{ ref('int_relation_findings') }}

),

refusal_findings as (

    select * from {{ ref('int_refusal_findings') }}

),

-- A row is counted by its key; one that was refused, by its place in the file.
final as (

    select
        table_name,
        column_name,
        rule_code,
        src_dealer_id,
        loaded_at,
        outcome,
        src_key,
        src_key as row_ref
    from value_findings

    union all

    select
        table_name,
        column_name,
        rule_code,
        src_dealer_id,
        loaded_at,
        outcome,
        src_key,
        src_key as row_ref
    from relation_findings

    union all

    select
        table_name,
        column_name,
        rule_code,
        src_dealer_id,
        loaded_at,
        outcome,
        src_key,
        file || ':' || cast(line as {{ dbt.type_string() }}) as row_ref
    from refusal_findings

)

select * from final
