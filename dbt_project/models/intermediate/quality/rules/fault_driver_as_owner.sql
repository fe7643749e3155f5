-- A person who stands as owner while a company holds the title.
with ownerships as (

    select * from {{ ref('stg_ownership') }}

),

relations as (

    select * from {{ ref('int_recorded_ownership') }}

),

final as (

    select {{ finding('DRIVER_AS_OWNER', 'ownerships', 'ownership_key', 'role', 'ownership') }}
    from ownerships
    inner join relations
        on ownerships.ownership_key = relations.ownership_key
    where relations.role <> relations.recorded_role

)

select * from final
