{#- Contact pressure: what counts against a cap, and whom a full cap excludes. -#}

{#- The model of an exclusion by pressure: candidates whose `scope_key` (their column for the scope) has used up a cap of
    the scope. A ghost is counted as if it had been sent, for ghosts only. -#}
{% macro pressure_exclusion(scope, scope_key) -%}
with candidates as (

    select * from {{ ref('candidates') }}

),

caps as (

    select * from {{ ref('pressure_caps') }}

),

pressure as (

    select * from {{ ref('int_pressure_used') }}

),

final as (

    select distinct
        candidates.candidate_id,
        'PRESSURE_{{ scope }}' as reason_code
    from candidates
    inner join caps
        on
            caps.scope = '{{ scope }}'
            and candidates.message_class = caps.message_class
            and (caps.channel = 'ANY' or candidates.channel = caps.channel)
            and {{ dated_rule(alias='caps') }}
    inner join pressure
        on
            caps.cap_code = pressure.cap_code
            and candidates.{{ scope_key }} = pressure.scope_key
    where
        pressure.used
        + case when candidates.is_control then pressure.used_by_ghosts else 0 end
        >= caps.max_contacts

)

select * from final
{%- endmacro %}

{#- True for a contact of the history that was sent, or that we held back for control: both take part in the rules of
    repetition, so that the two arms stay alike. What the platform held out before Periplo does not. -#}
{% macro sent_or_held(alias) -%}
    ({{ alias }}.cell = 'TEST' or ({{ alias }}.cell = 'CONTROL' and {{ alias }}.origin = 'OWN'))
{%- endmacro %}
