-- A title without an end although another owner followed.
with ownerships as (

    select * from {{ ref('stg_ownership') }}

),

closed_ownerships as (

    select * from {{ ref('int_ownership') }}

),

final as (

    select {{ finding(
        'OWNERSHIP_LEFT_OPEN', 'ownerships', 'ownership_key', 'valid_to', 'ownership'
    ) }}
    from ownerships
    inner join closed_ownerships
        on ownerships.ownership_key = closed_ownerships.ownership_key
    where
        ownerships.valid_to is null
        and closed_ownerships.valid_to is not null
        and closed_ownerships.holds_title

)

select * from final
