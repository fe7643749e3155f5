with moves as (

    select * from {{ ref('int_identity_moves') }}

),

evidence as (

    select * from {{ ref('int_identity_evidence') }}

),

decisions as (

    select * from {{ ref('int_identity_decisions') }}

),

landed as (

    select max(changed_date) as last_changed_date from {{ ref('stg_identity_change') }}

),

changed as (

    select distinct
        from_customer_id,
        customer_id,
        change_kind
    from moves
    where change_kind in ('MERGE', 'SPLIT', 'MOVE', 'RENAME')

),

-- Both ways round, so that a record of a change can be either end of a pair.
ends as (

    select
        party_key_a as party_key,
        party_key_b as other_key,
        verdict,
        weight,
        decision_number,
        reason_in_words,
        evidence_in_words
    from evidence

    union all

    select
        party_key_b as party_key,
        party_key_a as other_key,
        verdict,
        weight,
        decision_number,
        reason_in_words,
        evidence_in_words
    from evidence

),

-- Pairs of a record that changed and one that it is now one with, or was and is no more.
pairs as (

    select
        ends.*,
        changed.from_customer_id,
        changed.customer_id,
        coalesce(mates.from_customer_id = changed.from_customer_id, false) as were_one,
        mates.customer_id = changed.customer_id as are_one
    from changed
    inner join moves
        on
            changed.from_customer_id = moves.from_customer_id
            and changed.customer_id = moves.customer_id
    inner join ends
        on moves.party_key = ends.party_key
    inner join moves as mates
        on ends.other_key = mates.party_key
    where mates.customer_id is not null

),

joining as (

    select
        from_customer_id,
        customer_id,
        'joined by: ' || evidence_in_words as words,
        row_number() over (
            partition by from_customer_id, customer_id
            order by
                decision_number is not null desc,
                weight desc nulls last,
                party_key asc,
                other_key asc
        ) as word_rank
    from pairs
    where verdict = 'LINK' and are_one and not were_one

),

-- A merge taken back leaves no link; the decision says what held them until now.
withdrawn as (

    select
        changed.from_customer_id,
        changed.customer_id,
        max(decisions.decision_number) as decision_number
    from changed
    inner join moves as one
        on changed.from_customer_id = one.from_customer_id
    inner join moves as other
        on changed.from_customer_id = other.from_customer_id
    inner join decisions
        on
            one.party_key = decisions.party_key_a
            and other.party_key = decisions.party_key_b
    inner join landed
        on decisions.withdrawn_at > landed.last_changed_date
    where
        decisions.decision = 'MERGE'
        and one.customer_id <> other.customer_id
        and changed.customer_id in (one.customer_id, other.customer_id)
    group by changed.from_customer_id, changed.customer_id

),

parting as (

    select
        from_customer_id,
        customer_id,
        case
            when verdict = 'APART' then 'parted: ' || evidence_in_words
            else 'parted, under review: ' || reason_in_words || ' (' || evidence_in_words || ')'
        end as words,
        row_number() over (
            partition by from_customer_id, customer_id
            order by
                decision_number is not null desc,
                weight desc nulls last,
                party_key asc,
                other_key asc
        ) as word_rank
    from pairs
    where verdict <> 'LINK' and were_one and not are_one

),

lost as (

    select distinct from_customer_id
    from moves
    where change_kind = 'GONE'

),

explained as (

    select
        changed.from_customer_id,
        changed.customer_id,
        case
            when changed.change_kind in ('MERGE', 'MOVE') then joining.words
        end as joining_words,
        case
            when changed.change_kind = 'MERGE' then null
            when changed.change_kind = 'RENAME' and lost.from_customer_id is not null
                then 'the record that named the customer is gone'
            when changed.change_kind = 'RENAME' then 'another record is the earliest'
            when withdrawn.decision_number is not null
                then
                    'parted: decision '
                    || cast(withdrawn.decision_number as {{ dbt.type_string() }})
                    || ', which made them one, was withdrawn'
            when parting.words is not null then parting.words
            when lost.from_customer_id is not null then 'parted: a record that tied them is gone'
            else 'parted: too little agrees any more'
        end as parting_words
    from changed
    left join joining
        on
            changed.from_customer_id = joining.from_customer_id
            and changed.customer_id = joining.customer_id
            and joining.word_rank = 1
    left join parting
        on
            changed.from_customer_id = parting.from_customer_id
            and changed.customer_id = parting.customer_id
            and parting.word_rank = 1
    left join withdrawn
        on
            changed.from_customer_id = withdrawn.from_customer_id
            and changed.customer_id = withdrawn.customer_id
    left join lost
        on changed.from_customer_id = lost.from_customer_id

),

final as (

    select
        moves.party_key,
        moves.change_kind,
        moves.from_customer_id,
        moves.customer_id,
        {{ as_of_date() }} as changed_date,
        case
            when moves.change_kind = 'GONE' then 'the source no longer has the record'
            else
                nullif(concat_ws('; ', explained.parting_words, explained.joining_words), '')
        end as cause
    from moves
    left join explained
        on
            moves.from_customer_id = explained.from_customer_id
            and moves.customer_id = explained.customer_id
    where moves.change_kind <> 'STAY'

)

select * from final
