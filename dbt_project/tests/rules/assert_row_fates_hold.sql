-- A failing row is a landed row that got another fate than its case says. Each case stands twice,
-- the second time in reverse order in another file: the place in a file must not matter.
{{ config(meta={'dagster': {'ref': {'name': 'row_fates'}}}) }}

{%- set base = {'vehicle_src_id': 'V1', 'start_date': '2026-06-01'} -%}
{%- set cases = [
    ({'extension_id': 'ONE', 'updated_at': '2026-06-01'}, '2026-06-20', 'CURRENT'),
    ({'extension_id': 'VER', 'updated_at': '2026-06-01'}, '2026-06-20', 'SUPERSEDED'),
    ({'extension_id': 'VER', 'updated_at': '2026-06-02'}, '2026-06-20', 'CURRENT'),
    ({'extension_id': ' VER', 'updated_at': '01/06/2026', 'end_date': '2026-06-30'}, '2026-06-21', 'SUPERSEDED'),
    ({'extension_id': 'DUP', 'updated_at': '2026-06-01'}, '2026-06-20', 'CURRENT'),
    ({'extension_id': 'DUP', 'updated_at': '2026-06-01'}, '2026-06-21', 'DUPLICATE'),
    ({'extension_id': 'FUT', 'updated_at': '2031-01-01'}, '2026-06-20', 'SUPERSEDED'),
    ({'extension_id': 'FUT', 'updated_at': '2026-06-20 08:00:00'}, '2026-06-20', 'CURRENT'),
    ({'extension_id': 'BAD', 'updated_at': 'ayer'}, '2026-06-20', 'CURRENT'),
    ({'extension_id': 'BAD', 'updated_at': '2026-06-19 23:59:59'}, '2026-06-20', 'SUPERSEDED'),
    ({'extension_id': 'LATE', 'updated_at': '2026-06-01', 'end_date': '2026-06-02'}, '2026-06-20', 'SUPERSEDED'),
    ({'extension_id': 'LATE', 'updated_at': '2026-06-01', 'end_date': '2026-06-03'}, '2026-06-21', 'CURRENT'),
    ({'extension_id': ''}, '2026-06-20', 'MISSING_KEY'),
    ({'extension_id': 'REQ', 'vehicle_src_id': ' '}, '2026-06-20', 'MISSING_REQUIRED'),
    ({'extension_id': 'VAL', 'start_date': '31/13/2026'}, '2026-06-20', 'INVALID_VALUE'),
    ({'extension_id': 'VAL'}, '2026-06-20', 'CURRENT'),
    ({'extension_id': 'OPT', 'end_date': '31/13/2026'}, '2026-06-20', 'CURRENT'),
] -%}
{%- set rows = [] -%}
{%- for case_row, loaded_at, fate in cases -%}
    {%- set forward = dict(base) -%}
    {%- do forward.update({'_loaded_at': loaded_at, '_line': loop.index}) -%}
    {%- do forward.update(case_row) -%}
    {%- do rows.append(forward) -%}
{%- endfor %}
{%- for case_row, loaded_at, fate in cases | reverse -%}
    {%- set backward = dict(base) -%}
    {%- do backward.update(
        {'_loaded_at': loaded_at, '_line': 20 + loop.index, '_file': 'a.csv', 'src_system': 'EXT'}
    ) -%}
    {%- do backward.update(case_row) -%}
    {%- do rows.append(backward) -%}
{%- endfor %}

with landed as (

    {{ raw_rows('warranty_extension', rows) }}

),

judged as (

    {{ judge('warranty_extension', 'landed') }}

),

{{ fates_of_judged_rows() }},

expected as (
    {%- for case_row, loaded_at, fate in cases %}

        select
            {{ loop.index }} as case_no,
            '{{ fate }}' as outcome
        union all
        select
            {{ 20 + loop.length - loop.index0 }} as case_no,
            '{{ fate }}' as outcome
        {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    expected.case_no,
    expected.outcome as expected_outcome,
    row_fates.fate,
    row_fates.reason,
    row_fates.detail
from expected
full outer join row_fates
    on expected.case_no = row_fates.line
where expected.outcome is distinct from coalesce(row_fates.reason, row_fates.fate)
