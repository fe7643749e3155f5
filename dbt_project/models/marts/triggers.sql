with rules as (

    select * from {{ ref('trigger_rules') }}
    where {{ dated_rule() }}

),

trigger_facts as (

    select * from {{ ref('trigger_facts') }}
    where {{ dated_rule() }}

),

facts as (

    select * from {{ ref('int_trigger_facts') }}

),

customers as (

    select * from {{ ref('int_golden_record') }}

),

occurrences as (

    select
        rules.trigger_code,
        rules.family,
        rules.from_days,
        rules.window_days,
        rules.cooldown_days,
        facts.fact_code,
        facts.fact_key,
        facts.subject_id,
        facts.customer_id,
        facts.cookie_id,
        facts.vehicle_id,
        facts.thread_key,
        facts.fact_date,
        {{ add_days('facts.fact_date', 'rules.from_days') }} as trigger_date,
        {{ add_days('facts.fact_date', 'rules.from_days + rules.window_days') }} as expires_on,
        lag(facts.fact_date) over (
            partition by rules.trigger_code, facts.subject_id
            order by facts.fact_date, facts.fact_code, facts.fact_key
        ) as previous_date
    from trigger_facts
    inner join rules
        on trigger_facts.trigger_code = rules.trigger_code
    inner join facts
        on trigger_facts.fact_code = facts.fact_code
    where
        trigger_facts.role = 'STARTS'
        and facts.subject_id is not null
        and (rules.value_from is null or facts.value >= rules.value_from)
        and (rules.value_to is null or facts.value <= rules.value_to)
        and (
            rules.subject = 'ANY'
            or (rules.subject = 'CUSTOMER') = (facts.customer_id is not null)
        )

),

-- A fact within the cool-down of the one before is more of the same and starts nothing.
due as (

    select *
    from occurrences
    where
        {{ as_of_date() }} between trigger_date and expires_on
        and (
            previous_date is null
            or {{ days_between('previous_date', 'fact_date') }} >= cooldown_days
        )

),

questions as (

    select
        due.trigger_code,
        due.fact_code,
        due.fact_key,
        trigger_facts.fact_code as answer_code,
        trigger_facts.match_on,
        case trigger_facts.match_on
            when 'SUBJECT' then due.subject_id
            when 'VEHICLE' then due.vehicle_id
            else due.thread_key
        end as match_key,
        {{ add_days('due.fact_date', 'trigger_facts.after_days') }} as answers_from_date
    from due
    inner join trigger_facts
        on due.trigger_code = trigger_facts.trigger_code
    where trigger_facts.role = 'ENDS'

),

answer_kinds as (

    select distinct
        fact_code,
        match_on
    from trigger_facts
    where role = 'ENDS'

),

matching_facts as (

    select
        answer_kinds.fact_code,
        answer_kinds.match_on,
        facts.fact_date,
        case answer_kinds.match_on
            when 'SUBJECT' then facts.subject_id
            when 'VEHICLE' then facts.vehicle_id
            else facts.thread_key
        end as match_key
    from answer_kinds
    inner join facts
        on answer_kinds.fact_code = facts.fact_code
    where facts.fact_date < {{ as_of_date() }}

),

last_answers as (

    select
        fact_code,
        match_on,
        match_key,
        max(fact_date) as answered_date
    from matching_facts
    group by fact_code, match_on, match_key

),

answered as (

    select distinct
        questions.trigger_code,
        questions.fact_code,
        questions.fact_key
    from questions
    inner join last_answers
        on
            questions.answer_code = last_answers.fact_code
            and questions.match_on = last_answers.match_on
            and questions.match_key = last_answers.match_key
            and questions.answers_from_date <= last_answers.answered_date

),

final as (

    select
        {{ surrogate_id([
            'coalesce(customers.earliest_party_key, due.cookie_id)',
            'due.trigger_code',
            'due.fact_code',
            'due.fact_key'
        ]) }} as occurrence_id,
        due.customer_id,
        due.cookie_id,
        due.vehicle_id,
        due.trigger_code,
        due.family,
        due.fact_code,
        due.fact_date,
        due.trigger_date,
        due.expires_on
    from due
    left join customers
        on due.customer_id = customers.customer_id
    left join answered
        on
            due.trigger_code = answered.trigger_code
            and due.fact_code = answered.fact_code
            and due.fact_key = answered.fact_key
    where answered.trigger_code is null

)

select * from final
