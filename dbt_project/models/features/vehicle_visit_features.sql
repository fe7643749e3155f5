{%- set windows = var('visit_window_months') -%}

with subjects as (

    select distinct
        vehicle_id,
        as_of_date
    from {{ ref('feature_subjects') }}

),

visits as (

    select
        *,
        cast(closed_date as timestamp) as bill_known_at
    from {{ ref('int_visits') }}
    where coalesce(ro_type, '') <> 'INTERNAL'

),

-- A visit is known from its opening, its bill only once it is closed.
past_visits as (

    select
        subjects.vehicle_id,
        subjects.as_of_date,
        {% for amount in ['net_customer', 'net_warranty', 'net_total'] -%}
            case
                when {{ known_before('visits.bill_known_at', 'subjects.as_of_date') }}
                    then visits.{{ amount }}
            end as {{ amount }},
        {% endfor -%}
        {% for m in windows -%}
            {{ within_months('visits.opened_date', 'subjects.as_of_date', m) }} as in_{{ m }}m,
        {% endfor -%}
        visits.opened_date,
        visits.dealer_id,
        visits.ro_type
    from subjects
    inner join visits
        on
            subjects.vehicle_id = visits.vehicle_id
            and {{ known_before('visits.known_at', 'subjects.as_of_date') }}

),

final as (

    select
        vehicle_id,
        as_of_date,
        max(opened_date) as last_visit_date,
        {% for months in windows -%}
            cast(sum(case when in_{{ months }}m then 1 else 0 end) as integer)
                as visits_{{ months }}m,
        {% endfor -%}
        cast(
            sum(case when in_24m then coalesce(net_customer, 0) else 0 end) as {{ type_money() }}
        ) as spend_24m,
        max(case when in_24m and ro_type = 'REPAIR' then net_total end) as max_repair_net_24m,
        cast(sum(case when in_24m and net_warranty > 0 then 1 else 0 end) as integer)
            as warranty_visits_24m,
        count(distinct case when in_36m then dealer_id end) as dealers_visited_36m
    from past_visits
    group by vehicle_id, as_of_date

)

select * from final
