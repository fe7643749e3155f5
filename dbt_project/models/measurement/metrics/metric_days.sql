with digits as (

    select counted.digit
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as counted (digit)

),

numbers as (

    select
        ones.digit
        + 10 * tens.digit
        + 100 * hundreds.digit
        + 1000 * thousands.digit as days_before
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands

),

final as (

    select {{ add_days(as_of_date(), '-days_before') }} as date_day
    from numbers
    where days_before <= {{ var('metric_days_back') }}

)

select * from final
