with keys as (

    select * from {{ ref('int_identity_keys') }}

),

-- A tax id with the birth is evidence enough for a surname that reads differently.
evidence as (

    select
        party_key,
        rule,
        block_key,
        tax_id,
        birth_key,
        case
            when rule not in ('TAX_ID_BIRTH', 'TAX_ID_COMPANY') then surname_pair
        end as surname_pair
    from keys

),

blocks as (

    select
        rule,
        block_key,
        count(*) as block_size,
        count(distinct tax_id) as tax_ids,
        count(distinct birth_key) as births,
        count(distinct surname_pair) as surname_pairs
    from evidence
    group by rule, block_key
    having count(*) between 2 and {{ var('identity_max_block') }}

),

-- Where records of one key contradict each other (father and son), only those that agree on what
-- differs stay together; a record that is silent about it could be either and joins neither.
compartments as (

    select
        evidence.party_key,
        evidence.rule,
        evidence.block_key,
        case
            when blocks.tax_ids > 1 and blocks.births > 1
                then evidence.tax_id || '|' || evidence.birth_key
            when blocks.tax_ids > 1 then evidence.tax_id
            when blocks.births > 1 then evidence.birth_key
            when blocks.surname_pairs > 1 then evidence.surname_pair
            else ''
        end as compartment
    from evidence
    inner join blocks
        on
            evidence.rule = blocks.rule
            and evidence.block_key = blocks.block_key

),

-- A star has one edge a record; all pairs would be quadratic.
stars as (

    select
        party_key as party_key_b,
        rule,
        min(party_key) over (partition by rule, block_key, compartment) as party_key_a
    from compartments
    where compartment is not null

),

final as (

    select distinct
        party_key_a,
        party_key_b,
        rule
    from stars
    where party_key_a <> party_key_b

)

select * from final
