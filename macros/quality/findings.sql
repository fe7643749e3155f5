{#- Findings: what is wrong with which cell, never the value itself, which may be personal. -#}

{#- The columns of a finding on rows of `relation`, a staged table or an alias of one: the key of the row, the column
    that is wrong, the rule that says so, who sent the row and when it was loaded. -#}
{% macro finding(rule_code, relation, key, column, table_name) -%}
    '{{ table_name }}' as table_name,
        {{ relation }}.{{ key }} as src_key,
        '{{ column }}' as column_name,
        '{{ rule_code }}' as rule_code,
        {{ relation }}.src_dealer_id,
        {{ relation }}.loaded_at
{%- endmacro %}

{#- The model of a rule: parties that left no contact point of a kind. The finding stands for the row that is absent,
    so its key is the party and its column the kind. -#}
{% macro missing_point(kind) -%}
with parties as (

    select * from {{ ref('stg_party') }}

),

holders as (

    select distinct party_key
    from {{ ref('stg_contact_point') }}
    where kind = '{{ kind }}'

),

final as (

    select {{ finding(kind ~ '_MISSING', 'parties', 'party_key', kind, 'contact_point') }}
    from parties
    left join holders
        on parties.party_key = holders.party_key
    where holders.party_key is null

)

select * from final
{%- endmacro %}

{#- The model of a rule: readings, in the books of the workshop and of the odometer, that int_odometer_readings finds
    wrong in this way. -#}
{% macro wrong_reading(rule_code) -%}
with readings as (

    select * from {{ ref('int_odometer_readings') }}
    where km_fault = '{{ rule_code }}'

),

vehicle_map as (

    select * from {{ ref('int_vehicle_map') }}

),

repair_orders as (

    select * from {{ ref('stg_repair_order') }}

),

odometers as (

    select * from {{ ref('stg_odometer') }}

),

wrong as (

    select
        vehicle_map.vehicle_key,
        readings.reading_date,
        readings.km
    from readings
    inner join vehicle_map
        on readings.vehicle_id = vehicle_map.vehicle_id

),

final as (

    select {{ finding(rule_code, 'repair_orders', 'ro_key', 'km', 'repair_order') }}
    from repair_orders
    inner join wrong
        on
            repair_orders.vehicle_key = wrong.vehicle_key
            and repair_orders.opened_date = wrong.reading_date
            and repair_orders.km = wrong.km

    union all

    select {{ finding(rule_code, 'odometers', 'reading_key', 'km', 'odometer') }}
    from odometers
    inner join wrong
        on
            odometers.vehicle_key = wrong.vehicle_key
            and cast(odometers.reading_ts as date) = wrong.reading_date
            and odometers.km = wrong.km

)

select * from final
{%- endmacro %}

{#- The columns that staging judges, by table: the key of the row, the columns of which some values are repaired (they
    have `X_fault` and `X_repair` beside them), and those that are only flagged (`X_fault`). `record` stands for the row
    as a whole. The seed quality_rules and the YAML of staging say the same, and a test compares the three: dbt must
    know the tables it reads before it can open a seed. -#}
{% macro judged_columns() -%}
    {{ return({
        'party': {
            'key': 'party_key',
            'repaired': [
                'first_name', 'surname1', 'surname2', 'full_name_raw', 'company_name', 'tax_id', 'birth_date',
            ],
            'flagged': ['record'],
        },
        'contact_point': {'key': 'cp_key', 'repaired': [], 'flagged': ['value_raw']},
        'party_address': {
            'key': 'addr_key',
            'repaired': ['line_raw', 'postal_code', 'valid_from', 'valid_to'],
            'flagged': [],
        },
        'consent_event': {'key': 'consent_key', 'repaired': ['event_ts'], 'flagged': []},
        'vehicle': {
            'key': 'vehicle_key',
            'repaired': ['vin', 'warranty_end', 'fuel'],
            'flagged': ['plate'],
        },
        'vehicle_plate': {
            'key': 'plate_key', 'repaired': ['valid_from', 'valid_to'], 'flagged': [],
        },
        'ownership': {
            'key': 'ownership_key', 'repaired': ['valid_from', 'valid_to'], 'flagged': [],
        },
        'odometer': {'key': 'reading_key', 'repaired': [], 'flagged': ['km']},
        'repair_order': {'key': 'ro_key', 'repaired': [], 'flagged': ['km']},
    }) }}
{%- endmacro %}

{#- The dealer that a row counts for: CENTRAL where no dealer's installation wrote it, or the row could not be read. -#}
{% macro dealer_or_central(src_dealer_id) -%}
    coalesce({{ src_dealer_id }}, 'CENTRAL')
{%- endmacro %}

{#- The share of checked rows that a rule found faulty. -#}
{% macro fault_share(faults, rows_checked) -%}
    cast({{ faults }} / cast({{ rows_checked }} as double) as decimal(9, 6))
{%- endmacro %}

{#- Batches of which more rows are faulty than their rule allows. One row per table, column, rule and day of loading,
    over all dealers, among the days that are still judged: a broken batch goes on counting until its rows are
    replaced, or the limit is raised by a dated row of the seed with its reason. -#}
{% macro batches_over_the_limit(severity) -%}
with data_quality as (

    select * from {{ ref('data_quality') }}
    where loaded_at >= {{ add_days(as_of_date(), '-' ~ var('quality_judged_days')) }}

),

quality_rules as (

    select * from {{ ref('int_quality_rules') }}
    where severity = '{{ severity }}'

),

batches as (

    select
        table_name,
        column_name,
        rule_code,
        loaded_at,
        sum(rows_checked) as rows_checked,
        sum(faults) as faults
    from data_quality
    group by table_name, column_name, rule_code, loaded_at

)

select
    batches.*,
    quality_rules.max_share
from batches
inner join quality_rules
    on
        batches.table_name = quality_rules.table_name
        and batches.column_name = quality_rules.column_name
        and batches.rule_code = quality_rules.rule_code
where
    batches.rows_checked >= quality_rules.min_rows
    and batches.faults > quality_rules.max_share * batches.rows_checked
{%- endmacro %}
