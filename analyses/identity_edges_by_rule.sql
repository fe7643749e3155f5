-- Which rules bring records together, and how many merges rest on one rule alone.
with edges as (

    select * from {{ ref('int_identity_edges') }}

),

pairs as (

    select
        party_key_a,
        party_key_b,
        count(*) as rules
    from edges
    group by party_key_a, party_key_b

),

final as (

    select
        edges.rule,
        count(*) as edges,
        sum(case when pairs.rules = 1 then 1 else 0 end) as resting_on_it_alone
    from edges
    inner join pairs
        on
            edges.party_key_a = pairs.party_key_a
            and edges.party_key_b = pairs.party_key_b
    group by edges.rule

)

select * from final
order by edges desc
