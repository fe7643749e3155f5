{#- Past quarters are for training; a night without it needs the day alone. -#}
{%- set quarters = var('feature_history_quarters') if var('feature_history') else 0 -%}

with dates as (

    select {{ as_of_date() }} as as_of_date

    {%- for quarter in range(quarters) %}

    union

    select
        {{ add_months(
            'cast(' ~ dbt.date_trunc('quarter', as_of_date()) ~ ' as date)', -3 * quarter
        ) }} as as_of_date
    {%- endfor %}

),

final as (

    select as_of_date
    from dates

)

select * from final
