with erased_customers as (

    select * from {{ ref('int_erased_customers') }}

),

identifiers as (

    select * from {{ ref('int_customer_identifiers') }}

),

final as (

    select distinct
        identifiers.suppression_key,
        'ERASED' as reason
    from identifiers
    inner join erased_customers
        on identifiers.customer_id = erased_customers.customer_id
    where identifiers.suppression_key is not null

)

select * from final
