-- How many customers can be reached by each channel, and what stands in the way of the others.
with contactability as (

    select * from {{ ref('int_contactability') }}

),

final as (

    select
        channel,
        coalesce(commercial_block_reason, 'ALLOWED') as outcome,
        count(*) as customers
    from contactability
    group by channel, coalesce(commercial_block_reason, 'ALLOWED')

)

select * from final
order by channel asc, customers desc
