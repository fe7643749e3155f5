with lifecycle as (

    select * from {{ ref('lifecycle_history') }}

),

vehicles as (

    select * from {{ ref('int_vehicles') }}

),

dates as (

    select {{ as_of_date() }} as as_of_date

    {%- for month in range(var('segment_history_months')) %}

        union

        select {{ segment_month(month) }} as as_of_date
    {%- endfor %}

),

lives as (

    select
        lifecycle.customer_id,
        lifecycle.precedence,
        lifecycle.valid_from,
        coalesce(lifecycle.valid_to, {{ open_end() }}) as valid_to,
        vehicles.vehicle_id as held_vehicle_id,
        vehicles.body_category as held_body
    from lifecycle
    left join vehicles
        on
            lifecycle.vehicle_id = vehicles.vehicle_id
            and lifecycle.holds_title
            and lifecycle.lifecycle_stage in ('HOLD', 'LAPSED')

),

-- Of the states beside one another, one a car, that of the lowest precedence is the customer's.
final as (

    select
        lives.customer_id,
        dates.as_of_date,
        min(lives.precedence) as precedence,
        count(lives.held_vehicle_id) as vehicles_held,
        min(lives.held_body) as first_body,
        max(lives.held_body) as last_body
    from lives
    inner join dates
        on
            lives.valid_from <= dates.as_of_date
            and lives.valid_to > dates.as_of_date
    group by lives.customer_id, dates.as_of_date

)

select * from final
