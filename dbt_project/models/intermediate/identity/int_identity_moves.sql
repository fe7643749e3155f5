with identity_map as (

    select * from {{ ref('int_identity_map') }}

),

changes as (

    select * from {{ ref('stg_identity_change') }}

),

ranked as (

    select
        party_key,
        customer_id,
        row_number() over (partition by party_key order by changed_date desc) as change_rank
    from changes

),

-- What each record was by the last change that landed; one that was gone was no customer.
known as (

    select
        party_key,
        customer_id
    from ranked
    where change_rank = 1 and customer_id is not null

),

compared as (

    select
        known.customer_id as from_customer_id,
        identity_map.customer_id,
        coalesce(identity_map.party_key, known.party_key) as party_key
    from identity_map
    full outer join known
        on identity_map.party_key = known.party_key

),

shared as (

    select distinct
        from_customer_id,
        customer_id
    from compared
    where from_customer_id is not null and customer_id is not null

),

joined as (

    select customer_id
    from shared
    group by customer_id
    having count(*) > 1

),

parted as (

    select from_customer_id
    from shared
    group by from_customer_id
    having count(*) > 1

),

final as (

    select
        compared.party_key,
        compared.from_customer_id,
        compared.customer_id,
        case
            when compared.from_customer_id is null then 'FIRST'
            when compared.customer_id is null then 'GONE'
            when compared.from_customer_id = compared.customer_id then 'STAY'
            when joined.customer_id is not null and parted.from_customer_id is not null then 'MOVE'
            when joined.customer_id is not null then 'MERGE'
            when parted.from_customer_id is not null then 'SPLIT'
            else 'RENAME'
        end as change_kind
    from compared
    left join joined
        on compared.customer_id = joined.customer_id
    left join parted
        on compared.from_customer_id = parted.from_customer_id

)

select * from final
