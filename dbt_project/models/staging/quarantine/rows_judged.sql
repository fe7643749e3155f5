-- How many rows of each table were judged, by who sent them and when; those refused count, too.
{%- set tables = source_contract_names() %}

with quarantined_rows as (

    select * from {{ ref('quarantined_rows') }}

),

judged as (

    {% for table in tables %}
        select
            '{{ table }}' as table_name,
            src_dealer_id,
            loaded_at,
            count(*) as row_count
        from {{ ref('stg_' ~ table) }}
        group by src_dealer_id, loaded_at
        union all
    {% endfor %}
    select
        table_name,
        src_dealer_id,
        loaded_at,
        count(*) as row_count
    from quarantined_rows
    group by table_name, src_dealer_id, loaded_at

),

final as (

    select
        table_name,
        {{ dealer_or_central('src_dealer_id') }} as dealer_id,
        loaded_at,
        cast(sum(row_count) as bigint) as rows_checked
    from judged
    group by table_name, {{ dealer_or_central('src_dealer_id') }}, loaded_at

)

select * from final
