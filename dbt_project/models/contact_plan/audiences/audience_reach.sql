with members as (

    select * from {{ source('audiences', 'audience_members') }}

),

channel_reach as (

    select * from {{ ref('channel_reach') }}

),

final as (

    select
        members.audience_id,
        channel_reach.channel,
        {{ as_of_date() }} as as_of_date,
        count(*) as members,
        count(case when channel_reach.is_valid_point then 1 end) as with_valid_point,
        count(case when channel_reach.standing <> 'NOT_ALLOWED' then 1 end) as allowed,
        count(case when channel_reach.standing = 'UNDER_PRESSURE' then 1 end) as under_pressure,
        count(case when channel_reach.standing = 'HELD_OUT' then 1 end) as held_out,
        count(case when channel_reach.standing = 'REACHABLE' then 1 end) as reachable
    from members
    inner join channel_reach on members.subject_id = channel_reach.customer_id
    where members.subject_type = 'CUSTOMER'
    group by members.audience_id, channel_reach.channel

)

select * from final
