-- Calls from Monday to Friday only, never on a holiday of the country or the province (L7).
with candidates as (

    select * from {{ ref('candidates') }}

),

customers as (

    select * from {{ ref('customer_360') }}

),

channels as (

    select * from {{ ref('channels') }}

),

holidays as (

    select * from {{ ref('holidays') }}

),

holidays_today as (

    select province_code
    from holidays
    where
        {{ dated_rule() }}
        and holiday_date = {{ as_of_date() }}

),

final as (

    select distinct
        candidates.candidate_id,
        'CALL_DAY' as reason_code
    from candidates
    inner join channels
        on
            candidates.channel = channels.channel
            and channels.respects_calling_days
            and {{ dated_rule(alias='channels') }}
    left join customers on candidates.customer_id = customers.customer_id
    left join holidays_today
        on
            holidays_today.province_code = '*'
            or customers.province_code = holidays_today.province_code
    where
        extract(isodow from candidates.as_of_date) >= 6
        or holidays_today.province_code is not null

)

select * from final
