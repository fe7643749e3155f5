with relations as (

    select * from {{ ref('int_brand_relations') }}

),

rules as (

    select * from {{ ref('consent_rules') }}
    where {{ dated_rule() }}

),

soft_optins as (

    select distinct
        relations.customer_id,
        rules.channel
    from relations
    inner join rules
        on relations.evidence = rules.evidence
    where rules.rule_code = 'SOFT_OPTIN_CONTRACT'

),

brand_customers as (

    select distinct relations.customer_id
    from relations
    inner join rules
        on relations.evidence = rules.evidence
    where rules.rule_code = 'BRAND_CUSTOMER'

),

-- A call may rest on a contract alive or a recent turn to the brand, of its own customers only.
live_relations as (

    select distinct
        relations.customer_id,
        rules.channel
    from relations
    inner join brand_customers
        on relations.customer_id = brand_customers.customer_id
    inner join rules
        on relations.evidence = rules.evidence
    where
        (rules.rule_code = 'LIVE_CONTRACT' and relations.end_date >= {{ as_of_date() }})
        or (
            rules.rule_code = 'RECENT_INTERACTION'
            and {{ add_months('relations.last_date', 'rules.months') }} >= {{ as_of_date() }}
        )

),

final as (

    select
        coalesce(soft_optins.customer_id, live_relations.customer_id) as customer_id,
        coalesce(soft_optins.channel, live_relations.channel) as channel,
        soft_optins.customer_id is not null as has_soft_optin,
        live_relations.customer_id is not null as has_live_relation_12m
    from soft_optins
    full outer join live_relations
        on
            soft_optins.customer_id = live_relations.customer_id
            and soft_optins.channel = live_relations.channel

)

select * from final
