with golden as (

    select * from {{ ref('int_golden_record') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

identity_map as (

    select * from {{ ref('int_identity_map') }}

),

contact_points as (

    select * from {{ ref('stg_contact_point') }}

),

dealer_parties as (

    select * from {{ ref('int_dealer_parties') }}

),

ownerships as (

    select * from {{ ref('int_ownership') }}

),

orders as (

    select * from {{ ref('int_orders') }}

),

adult_rules as (

    select max(months) as adult_months
    from {{ ref('consent_rules') }}
    where rule_code = 'ADULT_AGE' and {{ dated_rule() }}

),

records as (

    select
        identity_map.customer_id,
        parties.party_key,
        parties.is_employee,
        parties.deceased,
        parties.record_fault
    from parties
    inner join identity_map
        on parties.party_key = identity_map.party_key

),

-- For the law the record that forbids.
warnings as (

    select
        customer_id,
        {{ any_true('is_employee') }} as is_employee,
        {{ any_true('deceased') }} as is_deceased
    from records
    group by customer_id

),

dealer_customers as (

    select distinct records.customer_id
    from records
    inner join dealer_parties
        on records.party_key = dealer_parties.party_key

),

test_addresses as (

    select distinct records.customer_id
    from records
    left join contact_points
        on
            records.party_key = contact_points.party_key
            and contact_points.kind = 'EMAIL'
    where
        {{ matches('contact_points.contact_value', var('test_email_pattern')) }}
        or records.record_fault = 'TEST_RECORD'

),

-- A car held is a purchase too; a driver bought none.
buyers as (

    select customer_id
    from ownerships
    where holds_title

    union

    select customer_id
    from orders
    where not is_cancelled

),

aged as (

    select
        golden.*,
        {{ whole_months('golden.birth_date', as_of_date()) }} as age_months
    from golden

),

final as (

    select
        aged.customer_id,
        aged.earliest_party_key,
        aged.record_count,
        case when aged.is_company then 'COMPANY' else 'PERSON' end as customer_type,
        aged.first_name,
        case when aged.is_company then aged.company_name else aged.surname end as surname,
        aged.gender,
        aged.birth_date,
        cast(floor(aged.age_months / 12) as integer) as age,
        coalesce(aged.language, '{{ var("default_language") }}') as language,
        case
            when aged.treatment in ('TU', 'T') then 'TU'
            when aged.treatment in ('UD', 'USTED', 'U') then 'USTED'
            when aged.is_company or aged.birth_date is null then 'USTED'
            when aged.age_months >= 12 * {{ var('usted_from_age') }} then 'USTED'
            else 'TU'
        end as treatment,
        warnings.is_employee,
        warnings.is_deceased,
        dealer_customers.customer_id is not null as is_dealer_owned,
        coalesce(
            aged.first_name, aged.surname, aged.company_name, aged.tax_id
        ) is null as is_unresolved,
        (
            not aged.is_company
            and case
                when aged.birth_date is not null then aged.age_months < adult_rules.adult_months
                else buyers.customer_id is null
            end
        ) as is_minor,
        test_addresses.customer_id is not null as is_test_address,
        aged.known_since
    from aged
    cross join adult_rules
    inner join warnings
        on aged.customer_id = warnings.customer_id
    left join dealer_customers
        on aged.customer_id = dealer_customers.customer_id
    left join test_addresses
        on aged.customer_id = test_addresses.customer_id
    left join buyers
        on aged.customer_id = buyers.customer_id

)

select * from final
