with customers as (

    select * from {{ ref('int_golden_record') }}

),

municipalities as (

    select * from {{ ref('stg_municipality') }}

),

figures as (

    select * from {{ ref('stg_municipality_figures') }}
    where published_date < {{ as_of_date() }}

),

ranked_figures as (

    select
        *,
        row_number() over (
            partition by ine5
            order by figures_year desc, src_system asc
        ) as year_rank
    from figures

),

final as (

    select
        customers.customer_id,
        customers.postal_code,
        customers.municipality_ine5,
        customers.province_code,
        municipalities.name as municipality_name,
        ranked_figures.population as municipality_population,
        ranked_figures.net_income_person as municipality_income_person,
        ranked_figures.net_income_household as municipality_income_household,
        ranked_figures.mean_age as municipality_mean_age,
        ranked_figures.share_65_and_over as municipality_share_65_and_over,
        ranked_figures.household_size as municipality_household_size
    from customers
    left join municipalities
        on customers.municipality_ine5 = municipalities.ine5
    left join ranked_figures
        on
            customers.municipality_ine5 = ranked_figures.ine5
            and ranked_figures.year_rank = 1

)

select * from final
