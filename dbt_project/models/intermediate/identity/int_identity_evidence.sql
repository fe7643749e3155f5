with links as (

    select * from {{ source('ml', 'identity_links') }}

),

weights as (

    select * from {{ source('ml', 'identity_weights') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

-- The evidence names levels as attribute=LEVEL, a blank between them. Many pairs have the same.
patterns as (

    select distinct
        entity,
        evidence
    from links

),

named_levels as (

    select
        patterns.entity,
        patterns.evidence,
        weights.says,
        position(
            ' ' || weights.attribute || '=' || weights.level || ' '
            in ' ' || patterns.evidence || ' '
        ) as place
    from patterns
    inner join weights
        on patterns.entity = weights.entity

),

worded as (

    select
        entity,
        evidence,
        {{ dbt.listagg('says', "', '", 'order by place') }} as levels_in_words
    from named_levels
    where place > 0
    group by entity, evidence

),

final as (

    select
        links.party_key_a,
        links.party_key_b,
        one.customer_id as customer_id_a,
        other.customer_id as customer_id_b,
        links.entity,
        links.verdict,
        links.reason,
        links.reason_in_words,
        links.weight,
        links.probability,
        links.decision_number,
        case
            when links.decision_number is null then worded.levels_in_words
            when links.verdict = 'LINK'
                then concat_ws(
                    '; ',
                    'decision ' || cast(links.decision_number as {{ dbt.type_string() }})
                    || ' makes them one',
                    worded.levels_in_words
                )
            else concat_ws(
                '; ',
                'decision ' || cast(links.decision_number as {{ dbt.type_string() }})
                || ' keeps them apart',
                worded.levels_in_words
            )
        end as evidence_in_words
    from links
    inner join identity_map as one
        on links.party_key_a = one.party_key
    inner join identity_map as other
        on links.party_key_b = other.party_key
    left join worded
        on
            links.entity = worded.entity
            and links.evidence = worded.evidence

)

select * from final
