-- Which rules brought records together that are one customer, alone and with others, and how
-- sure the least sure of the links is.
with links as (

    select * from {{ source('ml', 'identity_links') }}
    where verdict = 'LINK'

),

pairs as (

    select * from {{ ref('int_identity_pairs') }}

),

final as (

    select
        pairs.rules,
        count(*) as links,
        min(links.weight) as least_weight
    from links
    inner join pairs
        on
            links.party_key_a = pairs.party_key_a
            and links.party_key_b = pairs.party_key_b
    group by pairs.rules

)

select * from final
order by links desc
