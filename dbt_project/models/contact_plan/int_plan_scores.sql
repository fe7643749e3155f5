-- The score of the day for each subject and model: the champion's, else the newest version's.
with scores as (

    select * from {{ source('ml', 'scores') }}

),

promotions as (

    select * from {{ source('ml', 'promotions') }}

),

-- A decision has a day and no hour: a rollback comes after the promotion it takes back.
decisions_in_force as (

    select
        model_name,
        model_version,
        row_number() over (
            partition by model_name
            order by
                decided_at desc,
                case when decision = 'ROLLBACK' then 0 else 1 end asc,
                length(model_version) desc,
                model_version desc
        ) as newest
    from promotions
    where
        decided_at <= {{ as_of_date() }}
        and decision in ('PROMOTE', 'ROLLBACK')

),

ranked as (

    select
        scores.customer_id,
        scores.vehicle_id,
        scores.model_name,
        scores.model_version,
        scores.score,
        row_number() over (
            partition by scores.customer_id, scores.vehicle_id, scores.model_name
            order by
                case when decisions_in_force.model_version is null then 1 else 0 end asc,
                length(scores.model_version) desc,
                scores.model_version desc
        ) as choice
    from scores
    left join decisions_in_force
        on
            scores.model_name = decisions_in_force.model_name
            and scores.model_version = decisions_in_force.model_version
            and decisions_in_force.newest = 1
    where scores.as_of_date = {{ as_of_date() }}

),

chosen as (

    select
        customer_id,
        vehicle_id,
        model_name,
        model_version,
        score
    from ranked
    where choice = 1

),

final as (

    select
        customer_id,
        vehicle_id,
        model_name,
        model_version,
        score,
        cast(
            cast(row_number() over (
                partition by model_name order by score desc, customer_id asc, vehicle_id asc
            ) as decimal(18, 6))
            / count(*) over (partition by model_name) as {{ type_score() }}
        ) as rank_share
    from chosen

)

select * from final
