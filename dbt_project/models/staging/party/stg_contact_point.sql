with versions as (

    {{ current_rows('contact_point') }}

),

code_map as (

    select * from {{ ref('source_code_map') }}

),

dealers as (

    select * from {{ ref('stg_dealer') }}

),

typed as (

    select
        {{ source_key('cp_id') }} as cp_key,
        {{ clean_text('cp_id') }} as cp_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('kind') }} as kind,
        {{ clean_text('value_raw') }} as value_raw,
        case
            when {{ clean_code('kind') }} = 'EMAIL' then {{ normalise_email('value_raw') }}
            else {{ normalise_phone('value_raw') }}
        end as normalised_value,
        {{ clean_code('bounce_status') }} as bounce_status,
        {{ try_date('last_ok') }} as last_ok,
        suppression_key,
        robinson_hash,
        {{ row_metadata('contact_point') }}
    from versions

),

dealer_phones as (

    select distinct phone_normalised as dealer_phone
    from dealers
    where phone_normalised is not null

),

dealer_domains as (

    select distinct lower(email_domain) as dealer_domain
    from dealers
    where email_domain is not null

),

placeholder_names as (

    select source_code as placeholder_name
    from code_map
    where code_set = 'email_placeholder_name'

),

placeholder_domains as (

    select source_code as placeholder_domain
    from code_map
    where code_set = 'email_placeholder_domain'

),

mistyped_domains as (

    select source_code as mistyped_domain
    from code_map
    where code_set = 'email_mistyped_domain'

),

judged as (

    select
        typed.*,
        case
            when
                placeholder_names.placeholder_name is not null
                or placeholder_domains.placeholder_domain is not null
                or (typed.kind <> 'EMAIL' and {{ is_placeholder_phone('typed.value_raw') }})
                then 'PLACEHOLDER'
            when
                dealer_phones.dealer_phone is not null
                or dealer_domains.dealer_domain is not null
                then 'DEALER_OWN'
            when
                typed.normalised_value is null
                or mistyped_domains.mistyped_domain is not null
                then 'MALFORMED'
            when typed.bounce_status = 'HARD' then 'HARD_BOUNCE'
        end as unusable_reason
    from typed
    left join dealer_phones
        on typed.normalised_value = dealer_phones.dealer_phone
    left join dealer_domains
        on {{ email_domain('typed.normalised_value') }} = dealer_domains.dealer_domain
    left join placeholder_names
        on
            typed.kind = 'EMAIL'
            and {{ email_local_part('lower(typed.value_raw)') }}
            = placeholder_names.placeholder_name
    left join placeholder_domains
        on
            {{ email_domain('typed.normalised_value') }}
            = placeholder_domains.placeholder_domain
    left join mistyped_domains
        on {{ email_domain('typed.normalised_value') }} = mistyped_domains.mistyped_domain

),

reachable as (

    select
        *,
        case when unusable_reason is null then normalised_value end as contact_value
    from judged

),

final as (

    select
        cp_key,
        cp_id,
        party_key,
        party_src_id,
        kind,
        value_raw,
        contact_value,
        unusable_reason,
        bounce_status,
        last_ok,
        suppression_key,
        robinson_hash,
        {{ row_metadata_names() }}
    from reachable

)

select * from final
