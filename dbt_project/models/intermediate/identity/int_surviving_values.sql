with claims as (

    select * from {{ ref('int_attribute_claims') }}

),

rules as (

    select * from {{ ref('survivorship_rules') }}
    where {{ dated_rule() }}

),

claim_counts as (

    select
        customer_id,
        attribute_code,
        count(*) as claims
    from claims
    group by customer_id, attribute_code

),

-- Most claims have no rival and stand at once.
counted as {{ materialized_once() }} (

    select
        claims.*,
        claim_counts.claims
    from claims
    inner join claim_counts
        on
            claims.customer_id = claim_counts.customer_id
            and claims.attribute_code = claim_counts.attribute_code

),

rivals as (

    select *
    from counted
    where claims > 1

),

supporters as (

    select
        customer_id,
        attribute_code,
        compared_value,
        count(distinct party_key) as records_agreeing
    from rivals
    group by customer_id, attribute_code, compared_value

),

judged as (

    select
        rivals.*,
        supporters.records_agreeing as agreement,
        {{ days_between(unknown_start(), 'rivals.stood_at') }} as recency
    from rivals
    inner join supporters
        on
            rivals.customer_id = supporters.customer_id
            and rivals.attribute_code = supporters.attribute_code
            and rivals.compared_value = supporters.compared_value

),

scored as (

    select
        judged.*,
        {{ scores_in_order('rules', 'judged') }}
    from judged
    inner join rules
        on judged.attribute_code = rules.attribute_code

),

-- The key comes last, so that a tie ends the same way whatever the order of the rows.
ranked as (

    select
        *,
        row_number() over (
            partition by customer_id, attribute_code
            order by
                first_score desc, second_score desc, third_score desc, fourth_score desc,
                fifth_score desc, claim_key asc
        ) as claim_rank
    from scored

),

winners as (

    select *
    from ranked
    where claim_rank = 1

),

-- The best claim of another value tells which criterion decided.
losers as (

    select
        ranked.*,
        row_number() over (
            partition by ranked.customer_id, ranked.attribute_code order by ranked.claim_rank
        ) as loser_rank
    from ranked
    inner join winners
        on
            ranked.customer_id = winners.customer_id
            and ranked.attribute_code = winners.attribute_code
            and ranked.compared_value <> winners.compared_value

),

runners_up as (

    select *
    from losers
    where loser_rank = 1

),

dissenters as (

    select
        customer_id,
        attribute_code,
        count(distinct party_key) as records_differing
    from losers
    group by customer_id, attribute_code

),

chosen as (

    select
        winners.customer_id,
        winners.attribute_code,
        winners.claimed_value as surviving_value,
        winners.src_system,
        winners.party_key,
        winners.claim_key,
        case
            when runners_up.claim_key is null then 'ONLY_VALUE'
            else {{ first_advantage('winners', 'runners_up') }}
        end as deciding_criterion,
        winners.agreement as records_agreeing,
        coalesce(dissenters.records_differing, 0) as records_differing
    from winners
    left join runners_up
        on
            winners.customer_id = runners_up.customer_id
            and winners.attribute_code = runners_up.attribute_code
    left join dissenters
        on
            winners.customer_id = dissenters.customer_id
            and winners.attribute_code = dissenters.attribute_code

),

final as (

    select * from chosen

    union all

    select
        customer_id,
        attribute_code,
        claimed_value as surviving_value,
        src_system,
        party_key,
        claim_key,
        'ONLY_VALUE' as deciding_criterion,
        claims as records_agreeing,
        0 as records_differing
    from counted
    where claims = 1

)

select * from final
