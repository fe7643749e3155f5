{#- Domains of mailboxes: told from slips of the common ones. -#}

{#- A domain as it sounds in Spanish: a mute h, and a j for it, ll and y as i, v as b, k and q as c, the oo and ou of English
    as u, ei and ey as ai, and a g before an m whatever vowel is heard between them. -#}
{% macro domain_as_heard(domain) -%}
    {{ return(adapter.dispatch('domain_as_heard', 'periplo')(domain)) }}
{%- endmacro %}

{% macro default__domain_as_heard(domain) -%}
    {%- set steps = [
        ('^(?:[gjy]|ll|dj)[ei]?-?m', 'gm'), ('[hj]', ''), ('ll|y', 'i'), ('v', 'b'), ('[kq]', 'c'), ('^a?[ou]+[ui]?t', 'aut'), ('oo|ou|w', 'u'),
        ('e[iy]|ay|ae', 'ai'), ('aud', 'ud'),
    ] -%}
    {{ 'regexp_replace(' * (steps | length) }}{{ domain }}
    {%- for pattern, heard in steps -%}
        , '{{ pattern }}', '{{ heard }}', 'g')
    {%- endfor -%}
{%- endmacro %}

{#- A domain as it looks on paper or in haste: rn as m, vv as w, cl as d, and signs that are taken for each other as one. -#}
{% macro domain_as_seen(domain) -%}
    {{ return(adapter.dispatch('domain_as_seen', 'periplo')(domain)) }}
{%- endmacro %}

{% macro default__domain_as_seen(domain) -%}
    translate(
        replace(replace(replace(replace({{ domain }}, 'rn', 'm'), 'nn', 'm'), 'vv', 'w'), 'cl', 'd'),
        '1i!|05qn', 'llllosgh'
    )
{%- endmacro %}

{#- True for the name of a provider of whose endings the seed mail_domains has all (variable `providers_with_all_endings`): what
    else stands behind it is a slip. -#}
{% macro is_provider_with_all_endings(label) -%}
    {{ label }} in ({{ quoted_list(var('providers_with_all_endings')) }})
{%- endmacro %}

{#- True for a domain that is no known one and reads like a common one with a slip: its dot elsewhere, written as it sounds or
    looks (three letters sound like too much), one letter of it wrong, or two of a long name (variables
    `slip_short_name`, `slip_long_name`). Where the name itself is right only the ending can be. -#}
{% macro is_slip_of_domain(domain, common_domain) -%}
    (
        replace({{ domain }}, '.', '') = replace({{ common_domain }}, '.', '')
        or {{ is_provider_with_all_endings(first_label(domain)) }}
        or {{ domain }} = 'www.' || {{ common_domain }}
        or (
            right({{ domain }}, 3) = right({{ common_domain }}, 3)
            and length({{ domain }}) between length({{ common_domain }}) - 3 and length({{ common_domain }}) + 4
            and length({{ first_label(domain) }}) > 3
            and (
                {{ domain_as_heard(domain) }} = {{ domain_as_heard(common_domain) }}
                or {{ domain_as_seen(domain) }} = {{ domain_as_seen(common_domain) }}
            )
        )
        or {{ edit_distance(domain, common_domain) }} <= case
            when {{ first_label(domain) }} = {{ first_label(common_domain) }} then 1
            when length({{ first_label(common_domain) }}) >= {{ var('slip_long_name') }} then 2
            when length({{ first_label(common_domain) }}) >= {{ var('slip_short_name') }} then 1
            else 0
        end
    )
{%- endmacro %}
