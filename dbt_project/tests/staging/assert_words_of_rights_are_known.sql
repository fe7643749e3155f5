-- A failing row is a word in which persons allowed or forbade something and that nobody knows: it
-- is taken for a no. Add it to known_words and to its contract, or ask the source what it means.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'stg_consent_event'}}}) }}

{%- set columns = {
    'controller': 'stg_consent_event',
    'purpose': 'stg_consent_event',
    'action': 'stg_consent_event',
    'request_type': 'stg_rights_request',
    'response_type': 'stg_response',
} %}

{% for column, model in columns.items() %}
    select
        '{{ column }}' as column_name,
        {{ column }} as word,
        count(*) as row_count
    from {{ ref(model) }}
    where not {{ is_known_word(column) }}
    group by {{ column }}
    {{ 'union all' if not loop.last }}
{% endfor %}
