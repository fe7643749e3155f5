-- A customer's own objection on any channel stops every commercial one at once (L3); that of
-- somebody who shares a phone or an address stops that point only (L17).
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

objections as (

    select
        customer_id,
        channel,
        objected as stops_this_channel,
        max(case when has_own_objection then 1 else 0 end) over (partition by customer_id) = 1
            as stops_every_channel
    from contactability

),

final as (

    select distinct
        candidates.candidate_id,
        'OBJECTED' as reason_code
    from candidates
    inner join objections
        on
            candidates.customer_id = objections.customer_id
            and candidates.channel = objections.channel
    where
        candidates.message_class in ('COMMERCIAL', 'SURVEY')
        and (objections.stops_every_channel or objections.stops_this_channel)

)

select * from final
