{#- Each kind of segment, and its column of customer_segments. -#}
{%- set kinds = {
    'LIFECYCLE': 'lifecycle_state',
    'VALUE': 'value_tier',
    'RFM': 'rfm_class',
    'FLEET_SIZE': 'fleet_size',
} -%}

with segments as (

    select * from {{ ref('customer_segments') }}

),

dates as (

    select
        as_of_date,
        lag(as_of_date) over (order by as_of_date) as date_before,
        cast(
            {{ dbt.date_trunc('month', add_days('as_of_date', 0 - 1)) }} as date
        ) as month_start
    from segments
    group by as_of_date

),

-- Moves of all kinds at once: few combinations, of which the kinds are counted.
moves as (

    select
        dates.month_start,
        {%- for column in kinds.values() %}
            segments.{{ column }},
            earlier.{{ column }} as {{ column }}_before,
        {%- endfor %}
        earlier.customer_id is null as is_new,
        count(*) as customers
    from segments
    inner join dates
        on segments.as_of_date = dates.as_of_date
    left join segments as earlier
        on
            segments.customer_id = earlier.customer_id
            and dates.date_before = earlier.as_of_date
    where dates.date_before is not null
    group by
        dates.month_start,
        {%- for column in kinds.values() %}
            segments.{{ column }},
            earlier.{{ column }},
        {%- endfor %}
        earlier.customer_id is null

),

by_kind as (

    {%- for kind, column in kinds.items() %}
        {{ 'union all' if not loop.first }}
        select
            month_start,
            '{{ kind }}' as segment_kind,
            case when is_new then 'NEW' else coalesce({{ column }}_before, 'NONE') end
                as from_segment,
            coalesce({{ column }}, 'NONE') as to_segment,
            customers
        from moves
        where coalesce({{ column }}, {{ column }}_before) is not null
    {%- endfor %}

),

final as (

    select
        month_start,
        segment_kind,
        from_segment,
        to_segment,
        cast(sum(customers) as bigint) as customers
    from by_kind
    group by month_start, segment_kind, from_segment, to_segment

)

select * from final
