with rules as (

    select * from {{ ref('trigger_rules') }}
    where {{ dated_rule() }}

),

trigger_facts as (

    select * from {{ ref('trigger_facts') }}
    where {{ dated_rule() }}

),

final as (

    select
        trigger_facts.fact_code,
        min({{ add_days(
            as_of_date(),
            '0 - rules.from_days - rules.window_days - rules.cooldown_days'
            ~ ' + least(trigger_facts.after_days, 0)'
        ) }}) as first_date,
        max({{ add_days(as_of_date(), '0 - least(rules.from_days, 0)') }}) as last_date
    from trigger_facts
    inner join rules
        on trigger_facts.trigger_code = rules.trigger_code
    group by trigger_facts.fact_code

)

select * from final
