-- What one value shows: staging judged each, here the judgements of all columns stand in one list.
-- The cost grows with the rows of the judged tables; only the judged columns are read.
{%- set judged = [] %}
{%- for table, of in judged_columns().items() %}
    {%- for column in of.repaired + of.flagged %}
        {%- do judged.append({
            'table': table, 'key': of.key, 'column': column, 'is_repaired': column in of.repaired,
        }) %}
    {%- endfor %}
{%- endfor %}

with unpivoted as (

    {% for one in judged %}
        select
            '{{ one.table }}' as table_name,
            {{ one.key }} as src_key,
            '{{ one.column }}' as column_name,
            {{ one.column }}_fault as rule_code,
            src_dealer_id,
            loaded_at,
            {% if one.is_repaired -%}
                case when {{ one.column }}_repair is null then 'FLAGGED' else 'REPAIRED' end
            {%- else -%}
                'FLAGGED'
            {%- endif %} as outcome
        from {{ ref('stg_' ~ one.table) }}
        where {{ one.column }}_fault is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        table_name,
        src_key,
        column_name,
        rule_code,
        src_dealer_id,
        loaded_at,
        outcome
    from unpivoted

)

select * from final
