with versions as (

    {{ current_rows('municipality_figures') }}

),

final as (

    select
        {{ clean_text('ine5') }} as ine5,
        {{ try_int('figures_year') }} as figures_year,
        {{ try_date('published_date') }} as published_date,
        {{ try_int('population') }} as population,
        {{ try_decimal('net_income_person') }} as net_income_person,
        {{ try_decimal('net_income_household') }} as net_income_household,
        {{ try_decimal('mean_age') }} as mean_age,
        {{ try_decimal('share_under_18') }} as share_under_18,
        {{ try_decimal('share_65_and_over') }} as share_65_and_over,
        {{ try_decimal('household_size') }} as household_size,
        {{ try_decimal('share_single_households') }} as share_single_households,
        {{ row_metadata('municipality_figures') }}
    from versions

)

select * from final
