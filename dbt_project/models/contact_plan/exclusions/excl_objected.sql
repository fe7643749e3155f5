-- An objection on any channel stops every commercial one at once (L3).
with candidates as (

    select * from {{ ref('candidates') }}

),

contactability as (

    select * from {{ ref('int_contactability') }}

),

objectors as (

    select distinct customer_id
    from contactability
    where objected

),

final as (

    select distinct
        candidates.candidate_id,
        'OBJECTED' as reason_code
    from candidates
    inner join objectors on candidates.customer_id = objectors.customer_id
    where candidates.message_class in ('COMMERCIAL', 'SURVEY')

)

select * from final
