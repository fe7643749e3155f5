with parties as (

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
        identity_map.earliest_party_key,
        parties.*,
        {{ record_order('parties.known_at', 'parties.party_key') }} as record_order
    from parties
    inner join identity_map
        on parties.party_key = identity_map.party_key

),

-- The newest record that says something, field by field; for the law the record that forbids.
merged as (

    select
        customer_id,
        min(earliest_party_key) as earliest_party_key,
        count(*) as record_count,
        {{ any_true('is_company') }} as is_company,
        {{ latest_value('display_first_name', 'record_order') }} as first_name,
        {{ latest_value('display_surname', 'record_order') }} as surname,
        {{ latest_value('company_name', 'record_order') }} as company_name,
        {{ latest_value('name_key', 'record_order') }} as name_key,
        {{ latest_value('case when tax_id_is_valid then tax_id_normalised end', 'record_order') }}
            as tax_id,
        {{ latest_value('gender', 'record_order') }} as gender,
        {{ latest_value('birth_date', 'record_order') }} as birth_date,
        {{ latest_value('language', 'record_order') }} as language,
        {{ latest_value('treatment', 'record_order') }} as treatment_declared,
        {{ any_true('is_employee') }} as is_employee,
        {{ any_true('deceased') }} as is_deceased,
        min(coalesce(created_at, known_at)) as known_since
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
        merged.*,
        {{ whole_months('merged.birth_date', as_of_date()) }} as age_months
    from merged

),

final as (

    select
        aged.customer_id,
        aged.earliest_party_key,
        aged.record_count,
        case when aged.is_company then 'COMPANY' else 'PERSON' end as customer_type,
        case when aged.is_company then null else aged.first_name end as first_name,
        case
            when aged.is_company then coalesce(aged.company_name, aged.name_key)
            else aged.surname
        end as surname,
        aged.name_key,
        aged.tax_id,
        case when aged.is_company then null else aged.gender end as gender,
        case when aged.is_company then null else aged.birth_date end as birth_date,
        case
            when not aged.is_company then cast(floor(aged.age_months / 12) as integer)
        end as age,
        coalesce(aged.language, '{{ var("default_language") }}') as language,
        case
            when aged.treatment_declared in ('TU', 'T') then 'TU'
            when aged.treatment_declared in ('UD', 'USTED', 'U') then 'USTED'
            when aged.is_company or aged.birth_date is null then 'USTED'
            when aged.age_months >= 12 * {{ var('usted_from_age') }} then 'USTED'
            else 'TU'
        end as treatment,
        aged.is_employee,
        aged.is_deceased,
        dealer_customers.customer_id is not null as is_dealer_owned,
        (aged.name_key is null and aged.tax_id is null) as is_unresolved,
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
    left join dealer_customers
        on aged.customer_id = dealer_customers.customer_id
    left join test_addresses
        on aged.customer_id = test_addresses.customer_id
    left join buyers
        on aged.customer_id = buyers.customer_id

)

select * from final
