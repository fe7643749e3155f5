with channels as (

    select * from {{ ref('int_contact_channels') }}

),

consent as (

    select * from {{ ref('int_consent_status') }}

),

legal_bases as (

    select * from {{ ref('int_legal_bases') }}

),

identifiers as (

    select * from {{ ref('int_customer_identifiers') }}

),

erased_customers as (

    select * from {{ ref('int_erased_customers') }}

),

suppression_keys as (

    select * from {{ ref('int_suppression_keys') }}

),

channel_names as (

    select distinct channel
    from {{ ref('channels') }}

),

exclusion_list as (

    select * from {{ ref('stg_robinson') }}

),

rules as (

    select * from {{ ref('consent_rules') }}
    where {{ dated_rule() }}

),

listed_sectors as (

    select evidence as sector
    from rules
    where rule_code = 'EXCLUSION_LIST_SECTOR'

),

-- Whoever gives an erased person's tax id, mail or number is that person come back, or shares the
-- point with him; who asked and gave none of them is erased all the same.
erased as (

    select customer_id
    from erased_customers

    union

    select identifiers.customer_id
    from identifiers
    inner join suppression_keys
        on identifiers.suppression_key = suppression_keys.suppression_key

),

-- An entry without a sector is one of all, in a channel that nobody knows of every channel; where
-- its day cannot be read, it holds since it came.
binding_entries as (

    select
        identifier_hash,
        channel,
        coalesce(channel in (select channel_names.channel from channel_names), false)
            as has_known_channel
    from exclusion_list
    where
        (sector is null or sector in (select listed_sectors.sector from listed_sectors))
        and (listed_date is null or listed_date < {{ as_of_date() }})

),

bound_hashes as (

    select
        identifier_hash,
        channel
    from binding_entries
    where has_known_channel

    union all

    select
        binding_entries.identifier_hash,
        channel_names.channel
    from binding_entries
    cross join channel_names
    where not binding_entries.has_known_channel

),

listed as (

    select distinct
        identifiers.customer_id,
        bound_hashes.channel
    from bound_hashes
    inner join identifiers
        on bound_hashes.identifier_hash = identifiers.robinson_hash

),

-- What the brand may do rests on consent given to the brand; an objection to anyone's marketing
-- in the network is taken as an objection to ours, the stricter reading.
consents as (

    select
        customer_id,
        channel,
        {{ any_true("controller = 'BRAND' and purpose = 'OWN_MKT' and status = 'GRANTED'") }}
            as has_grant,
        {{ any_true("controller = 'BRAND' and purpose = 'OWN_MKT' and status = 'DENIED'") }}
            as is_denied,
        {{ any_true("purpose in ('OWN_MKT', 'PROFILING') and status = 'OBJECTED'") }}
            as is_objected
    from consent
    group by customer_id, channel

),

objectors as (

    select
        customer_id,
        channel,
        case channel
            when 'EMAIL' then 'EMAIL'
            when 'LETTER' then 'TAX_ID'
            else 'PHONE'
        end as point_family
    from consents
    where is_objected

),

-- An objection on a shared phone or email blocks that point for everyone who shares it.
objected_values as (

    select distinct
        objectors.channel,
        identifiers.contact_value
    from identifiers
    inner join objectors
        on
            identifiers.customer_id = objectors.customer_id
            and identifiers.point_family = objectors.point_family
    where identifiers.contact_value is not null

),

legitimate_interest as (

    select channel
    from rules
    where rule_code = 'LEGITIMATE_INTEREST'

),

flags as (

    select
        channels.customer_id,
        channels.channel,
        channels.is_valid as is_valid_point,
        erased.customer_id is not null as is_erased,
        coalesce(consents.has_grant, false) as has_consent,
        coalesce(consents.is_denied, false) as is_denied,
        coalesce(legal_bases.has_soft_optin, false) as has_soft_optin,
        coalesce(legal_bases.has_live_relation_12m, false) as has_live_relation_12m,
        legitimate_interest.channel is not null as has_legitimate_interest,
        listed.customer_id is not null as robinson_listed,
        objectors.customer_id is not null as has_own_objection,
        (objectors.customer_id is not null or objected_values.contact_value is not null) as objected
    from channels
    left join erased
        on channels.customer_id = erased.customer_id
    left join consents
        on
            channels.customer_id = consents.customer_id
            and channels.channel = consents.channel
    left join legal_bases
        on
            channels.customer_id = legal_bases.customer_id
            and channels.channel = legal_bases.channel
    left join legitimate_interest
        on channels.channel = legitimate_interest.channel
    left join listed
        on
            channels.customer_id = listed.customer_id
            and channels.channel = listed.channel
    left join objectors
        on
            channels.customer_id = objectors.customer_id
            and channels.channel = objectors.channel
    left join objected_values
        on
            channels.channel = objected_values.channel
            and channels.contact_value = objected_values.contact_value

),

judged as (

    select
        *,
        case
            when is_erased then 'ERASED'
            when not is_valid_point then 'NO_VALID_POINT'
            when objected then 'OBJECTED'
            when has_consent then null
            when robinson_listed then 'ROBINSON'
            when is_denied then 'NO_CONSENT'
            when not (has_soft_optin or has_live_relation_12m or has_legitimate_interest)
                then 'NO_CONSENT'
        end as commercial_block_reason
    from flags

),

final as (

    select
        customer_id,
        channel,
        is_valid_point,
        has_consent,
        has_soft_optin,
        has_live_relation_12m,
        robinson_listed,
        objected,
        has_own_objection,
        is_erased,
        is_denied,
        commercial_block_reason,
        commercial_block_reason is null as is_commercial_allowed,
        case
            when commercial_block_reason is not null then null
            when has_consent then 'CONSENT'
            when has_soft_optin then 'OWN_CONTRACT'
            when has_live_relation_12m then 'LIVE_RELATION'
            when has_legitimate_interest then 'LEGITIMATE_INTEREST'
        end as commercial_basis,
        is_valid_point and not is_erased as is_operational_allowed
    from judged

)

select * from final
