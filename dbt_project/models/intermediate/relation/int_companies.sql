with customers as (

    select * from {{ ref('int_golden_record') }}
    where is_company

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

contacts as (

    select * from {{ ref('int_company_contacts') }}

),

sizes as (

    select * from {{ ref('fleet_sizes') }}
    where {{ dated_rule() }}

),

legal_forms as (

    select * from {{ ref('legal_forms') }}

),

holdings as (

    select
        customer_id,
        count(distinct vehicle_id) as vehicles_held
    from ownerships
    where is_current and holds_title
    group by customer_id

),

contact_counts as (

    select
        customer_id,
        count(*) as contact_persons,
        max(case when is_main_contact then contact_customer_id end) as main_contact_customer_id
    from contacts
    group by customer_id

),

-- The size is the largest one whose least number of cars is reached.
sized as (

    select
        holdings.customer_id,
        {{ latest_value('sizes.fleet_size', 'sizes.min_vehicles') }} as fleet_size,
        {{ any_true('sizes.has_account_manager') }} as has_account_manager
    from holdings
    inner join sizes
        on holdings.vehicles_held >= sizes.min_vehicles
    group by holdings.customer_id

),

final as (

    select
        customers.customer_id,
        sized.fleet_size,
        legal_forms.legal_form,
        contact_counts.main_contact_customer_id,
        coalesce(holdings.vehicles_held, 0) as vehicles_held,
        coalesce(sized.has_account_manager, false) as has_account_manager,
        coalesce(contact_counts.contact_persons, 0) as contact_persons
    from customers
    left join holdings
        on customers.customer_id = holdings.customer_id
    left join sized
        on customers.customer_id = sized.customer_id
    left join legal_forms
        on left(customers.tax_id, 1) = legal_forms.letter
    left join contact_counts
        on customers.customer_id = contact_counts.customer_id

)

select * from final
