-- A failing row is a trigger that nothing can start, or an end of one that says neither what an
-- answer shares with it nor from which day it counts.
{{ config(meta={'dagster': {'ref': {'name': 'triggers'}}}) }}

with rules as (

    select * from {{ ref('trigger_rules') }}
    where {{ dated_rule() }}

),

trigger_facts as (

    select * from {{ ref('trigger_facts') }}
    where {{ dated_rule() }}

),

starts as (

    select distinct trigger_code
    from trigger_facts
    where role = 'STARTS'

),

final as (

    select
        rules.trigger_code,
        'no fact starts it' as fault
    from rules
    left join starts
        on rules.trigger_code = starts.trigger_code
    where starts.trigger_code is null

    union all

    select
        trigger_code,
        fact_code || ' ends it on no terms' as fault
    from trigger_facts
    where role = 'ENDS' and (match_on is null or after_days is null)

)

select * from final
