with members as (

    select * from {{ source('audiences', 'audience_members') }}

),

sizes as (

    select
        audience_id,
        subject_type,
        count(*) as members
    from members
    group by audience_id, subject_type

),

shared as (

    select
        members.audience_id,
        other_members.audience_id as other_audience_id,
        count(*) as members_in_both
    from members
    inner join members as other_members
        on
            members.subject_type = other_members.subject_type
            and members.subject_id = other_members.subject_id
            and members.audience_id <> other_members.audience_id
    group by members.audience_id, other_members.audience_id

),

final as (

    select
        shared.audience_id,
        shared.other_audience_id,
        {{ as_of_date() }} as as_of_date,
        sizes.members,
        shared.members_in_both,
        cast(
            shared.members_in_both / cast(sizes.members as double) as {{ type_score() }}
        ) as share_in_both
    from shared
    inner join sizes on shared.audience_id = sizes.audience_id

)

select * from final
