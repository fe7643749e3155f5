with customers as (

    select distinct customer_id
    from {{ ref('int_identity_map') }}

),

addresses as (

    select * from {{ ref('int_customer_addresses') }}

),

-- An address with more customers than a home holds is a block without door numbers, an office or
-- a dealer.
homes as (

    select address_key
    from addresses
    where address_key is not null
    group by address_key
    having count(*) <= {{ var('max_customers_per_household') }}

),

housed as (

    select
        customers.customer_id,
        homes.address_key
    from customers
    left join addresses
        on customers.customer_id = addresses.customer_id
    left join homes
        on addresses.address_key = homes.address_key

),

final as (

    select
        customer_id,
        case
            when address_key is not null then {{ surrogate_id(["'ADDRESS'", 'address_key']) }}
            else {{ surrogate_id(["'CUSTOMER'", 'customer_id']) }}
        end as household_id
    from housed

)

select * from final
