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
        count(case when channel_reach.is_allowed then 1 end) as allowed,
        count(
            case when channel_reach.is_allowed and channel_reach.is_under_pressure then 1 end
        ) as under_pressure,
        count(
            case
                when
                    channel_reach.is_allowed
                    and not channel_reach.is_under_pressure
                    and channel_reach.is_control
                    then 1
            end
        ) as held_out,
        count(case when channel_reach.is_reachable then 1 end) as reachable
    from members
    inner join channel_reach on members.subject_id = channel_reach.customer_id
    where members.subject_type = 'CUSTOMER'
    group by members.audience_id, channel_reach.channel

)

select * from final
