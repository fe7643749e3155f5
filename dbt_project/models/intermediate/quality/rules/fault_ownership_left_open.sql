-- A title without an end although another owner followed.
with ownerships as (

    select * from {{ ref('stg_ownership') }}

),

relations as (

    select * from {{ ref('int_recorded_ownership') }}

),

endings as (

    select * from {{ ref('int_ownership_endings') }}

),

final as (

    select {{ finding(
        'OWNERSHIP_LEFT_OPEN', 'ownerships', 'ownership_key', 'valid_to', 'ownership'
    ) }}
    from ownerships
    inner join relations
        on ownerships.ownership_key = relations.ownership_key
    inner join endings
        on ownerships.ownership_key = endings.ownership_key
    where
        endings.ending_code = 'LATER_OWNER'
        and relations.valid_to is null
        and relations.role <> 'DRIVER'

)

select * from final
