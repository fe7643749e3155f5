{%- set tables = ['consent_event', 'response', 'rights_request', 'robinson'] -%}

with row_fates as (

    select * from {{ ref('row_fates') }}

),

settled as (

    {{ raw_as_of('_rights_settled', loaded_at_column='loaded_at') }}

),

parties as (

    select * from {{ ref('stg_party') }}

),

contacts as (

    select * from {{ ref('stg_contact') }}

),

consents as (

    select * from {{ ref('stg_consent_event') }}

),

requests as (

    select * from {{ ref('stg_rights_request') }}

),

responses as (

    select * from {{ ref('stg_response') }}

),

exclusion_list as (

    select * from {{ ref('stg_robinson') }}

),

-- Of a file that was refused in part, the decision on what landing refused is another.
settled_files as (

    select distinct
        loaded_at,
        file
    from settled
    where reason = 'ROWS_UNHEEDED'

),

-- A party's row without a key is of nobody who could be contacted; of two that differ the stricter
-- stands.
refused as (

    select
        table_name,
        src_key,
        file,
        line,
        loaded_at,
        reason,
        detail
    from row_fates
    where
        fate = 'QUARANTINED'
        and reason <> 'DUPLICATE'
        and not (table_name = 'party' and reason in ('CONFLICT', 'MISSING_KEY'))
        and table_name in (
            {% for table in rights_contract_names() -%}
                '{{ table }}'{{ ', ' if not loop.last }}
            {%- endfor %}
        )

),

noes as (

    select
        'consent_event' as table_name,
        consent_key as src_key,
        loaded_at,
        party_key,
        'party_src_id' as detail
    from consents
    where coalesce(action, '') <> 'GRANT'

    union all

    select
        'rights_request' as table_name,
        request_key as src_key,
        loaded_at,
        party_key,
        'party_src_id' as detail
    from requests
    where request_type in ('ERASE', 'OBJECT') or not {{ is_known_word('request_type') }}

    union all

    select
        'response' as table_name,
        responses.response_key as src_key,
        responses.loaded_at,
        contacts.party_key,
        'contact_src_id' as detail
    from responses
    left join contacts
        on responses.contact_key = contacts.contact_key
    where
        responses.response_type in ('UNSUB', 'COMPLAINT')
        or not {{ is_known_word('response_type', 'responses') }}

),

-- A no binds nobody while its person is not known, and a digest that is none nobody at all.
without_person as (

    select
        noes.table_name,
        noes.src_key,
        noes.loaded_at,
        'UNKNOWN_PERSON' as reason,
        noes.detail
    from noes
    left join parties
        on noes.party_key = parties.party_key
    where parties.party_key is null

    union all

    select
        'robinson' as table_name,
        robinson_key as src_key,
        loaded_at,
        'UNKNOWN_PERSON' as reason,
        'identifier_hash?' as detail
    from exclusion_list
    where not {{ is_sha256('identifier_hash') }}

),

landed as (
    {%- for table in tables %}

        {{ row_places(table) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}

),

without_person_landed as (

    select
        landed.table_name,
        landed.src_key,
        landed.file,
        landed.line,
        landed.loaded_at,
        without_person.reason,
        without_person.detail
    from landed
    inner join without_person
        on
            landed.table_name = without_person.table_name
            and landed.src_key = without_person.src_key
            and landed.loaded_at = without_person.loaded_at

),

unheeded as (

    select * from refused

    union all

    select * from without_person_landed

),

final as (

    select unheeded.*
    from unheeded
    left join settled_files
        on unheeded.loaded_at = settled_files.loaded_at and unheeded.file = settled_files.file
    where settled_files.file is null

)

select * from final
