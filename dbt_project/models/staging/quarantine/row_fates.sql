-- Rows are judged here by the very macros that the staging models use, all tables in one sweep.
{%- set tables = source_contract_names() %}

with judged as {{ materialized_once() }} (
    {%- for table in tables %}

    {{ judged_rows(table) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

repeated_keys as (

    select
        table_name,
        src_key
    from judged
    where problem is null
    group by table_name, src_key
    having count(*) > 1

),

repeated as (

    select judged.*
    from judged
    inner join repeated_keys
        on
            judged.table_name = repeated_keys.table_name
            and judged.src_key = repeated_keys.src_key
    where judged.problem is null

),

{{ fates_of_versions('repeated', ['table_name', 'src_key']) }},

final as (

    select
        table_name,
        src_key,
        _file as file,
        _line as line,
        _loaded_at as loaded_at,
        case when _fate = 'SUPERSEDED' then 'SUPERSEDED' else 'QUARANTINED' end as fate,
        nullif(_fate, 'SUPERSEDED') as reason,
        detail
    from fated
    where _fate <> 'CURRENT'

    union all

    select
        table_name,
        src_key,
        _file as file,
        _line as line,
        _loaded_at as loaded_at,
        'QUARANTINED' as fate,
        problem as reason,
        detail
    from judged
    where problem is not null

)

select * from final
