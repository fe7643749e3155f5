with versions as (

    {{ current_rows('contact_point') }}

),

mail_domains as (

    select * from {{ ref('mail_domains') }}

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
        case when {{ clean_code('kind') }} = 'EMAIL' then lower(trim(value_raw)) end as lower_email,
        case
            when {{ clean_code('kind') }} <> 'EMAIL' then {{ phone_signs('value_raw') }}
        end as phone_signs,
        {{ clean_code('bounce_status') }} as bounce_status,
        {{ try_date('last_ok') }} as last_ok,
        suppression_key,
        robinson_hash,
        {{ row_metadata('contact_point') }}
    from versions

),

normalised as (

    select
        *,
        {{ email_local_part('lower_email') }} as local_part,
        {{ email_domain('lower_email') }} as sent_domain,
        case
            when kind = 'EMAIL' then {{ email_of_small_letters('lower_email') }}
            else {{ phone_of_signs('phone_signs') }}
        end as normalised_value
    from typed

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

-- A family shares a mailbox, a crowd does not: whatever its name, it was typed to fill the field.
crowded_mailboxes as (

    select normalised_value as crowded_mailbox
    from normalised
    where kind = 'EMAIL'
    group by normalised_value
    having count(distinct party_key) > {{ var('identity_max_block') }}

),

-- Few domains serve many mailboxes: each is judged once.
distinct_domains as (

    select distinct sent_domain
    from normalised
    where kind = 'EMAIL' and normalised_value is not null

),

common_domains as (

    select domain as common_domain
    from mail_domains
    where standing = 'COMMON'

),

known_domains as (

    select
        distinct_domains.sent_domain,
        mail_domains.standing,
        dealer_domains.dealer_domain is not null as is_dealer_domain
    from distinct_domains
    left join mail_domains
        on distinct_domains.sent_domain = mail_domains.domain
    left join dealer_domains
        on distinct_domains.sent_domain = dealer_domains.dealer_domain

),

slips as (

    select distinct known_domains.sent_domain as slip
    from known_domains
    inner join common_domains
        on {{ is_slip_of_domain('known_domains.sent_domain', 'common_domains.common_domain') }}
    where known_domains.standing is null and not known_domains.is_dealer_domain

),

judged_domains as (

    select
        known_domains.sent_domain,
        {{ first_label('known_domains.sent_domain') }} as domain_label,
        (
            known_domains.standing is not null
            or {{ is_provider_with_all_endings(first_label('known_domains.sent_domain')) }}
        ) as is_provider,
        known_domains.is_dealer_domain,
        slips.slip is not null as is_mistyped,
        {{ is_filler_word(first_label('known_domains.sent_domain')) }} as is_filler
    from known_domains
    left join slips
        on known_domains.sent_domain = slips.slip

),

judged as (

    select
        normalised.*,
        dealer_phones.dealer_phone is not null as is_dealer_phone,
        coalesce(judged_domains.is_dealer_domain, false) as is_dealer_domain,
        case
            when normalised.kind = 'EMAIL'
                then case
                    when
                        {{ is_filler_word('normalised.local_part') }}
                        or judged_domains.is_filler
                        or (
                            normalised.normalised_value is null
                            and {{ says_unknown('normalised.lower_email') }}
                        )
                        or judged_domains.is_dealer_domain
                        or crowded_mailboxes.crowded_mailbox is not null
                        or {{ repeats_domain(
                            'normalised.local_part', 'judged_domains.domain_label', 'judged_domains.is_provider'
                        ) }}
                        then 'PLACEHOLDER_EMAIL'
                    when normalised.normalised_value is null and normalised.value_raw is not null
                        then 'EMAIL_MALFORMED'
                    when judged_domains.is_mistyped then 'MISTYPED_DOMAIN'
                end
            else {{ phone_fault(
                'normalised.value_raw', 'normalised.phone_signs', 'normalised.normalised_value'
            ) }}
        end as value_raw_fault
    from normalised
    left join dealer_phones
        on normalised.normalised_value = dealer_phones.dealer_phone
    left join judged_domains
        on normalised.sent_domain = judged_domains.sent_domain
    left join crowded_mailboxes
        on normalised.normalised_value = crowded_mailboxes.crowded_mailbox

),

usable as (

    select
        *,
        case
            when is_dealer_domain or is_dealer_phone then 'DEALER_OWN'
            when value_raw_fault in ('PLACEHOLDER_EMAIL', 'PHONE_PLACEHOLDER') then 'PLACEHOLDER'
            when value_raw_fault is not null or value_raw is null then 'MALFORMED'
            when bounce_status = 'HARD' then 'HARD_BOUNCE'
        end as unusable_reason
    from judged

),

reachable as (

    select
        *,
        case when unusable_reason is null then normalised_value end as contact_value
    from usable

),

final as (

    select
        cp_key,
        cp_id,
        party_key,
        party_src_id,
        kind,
        value_raw,
        value_raw_fault,
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
