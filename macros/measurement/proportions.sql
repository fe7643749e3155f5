{#- Statistics of two proportions. All arguments are SQL expressions; counts may be effective ones. The same formulas
    are tested against an independent computation in tests/unit/measurement. -#}

{#- Bound of the Wilson score interval of k successes in n (Wilson 1927); `side` is '-' or '+'. -#}
{% macro wilson_bound(rate, n, z, side) -%}
    ((({{ rate }}) + ({{ z }}) * ({{ z }}) / (2 * ({{ n }}))
        {{ side }} ({{ z }}) * sqrt(
            greatest(({{ rate }}) * (1 - ({{ rate }})), 0) / ({{ n }})
            + ({{ z }}) * ({{ z }}) / (4 * ({{ n }}) * ({{ n }}))
        )) / (1 + ({{ z }}) * ({{ z }}) / ({{ n }})))
{%- endmacro %}

{#- Bound of Newcombe's interval of the difference rate_1 - rate_2 (Newcombe 1998, Statistics in Medicine 17:873-890,
    method 10). Preferred to Wald's, which falls short of its 95 % for small arms and rates near 0, as a 10 % control
    group and orders have. Takes the Wilson bounds of both rates. -#}
{% macro newcombe_lower(rate_1, lower_1, rate_2, upper_2) -%}
    (({{ rate_1 }}) - ({{ rate_2 }}) - sqrt(
        power(({{ rate_1 }}) - ({{ lower_1 }}), 2) + power(({{ upper_2 }}) - ({{ rate_2 }}), 2)
    ))
{%- endmacro %}

{% macro newcombe_upper(rate_1, upper_1, rate_2, lower_2) -%}
    (({{ rate_1 }}) - ({{ rate_2 }}) + sqrt(
        power(({{ upper_1 }}) - ({{ rate_1 }}), 2) + power(({{ rate_2 }}) - ({{ lower_2 }}), 2)
    ))
{%- endmacro %}

{#- Subjects per arm, of equal arms, to see `effect` over `rate` with the given quantiles (Fleiss, Levin and Paik 2003,
    Statistical Methods for Rates and Proportions, formula 4.14, without continuity correction). -#}
{% macro needed_per_arm(rate, effect, z_confidence, z_power) -%}
    ceil(power(
        ({{ z_confidence }}) * sqrt(
            2 * (({{ rate }}) + ({{ effect }}) / 2) * (1 - ({{ rate }}) - ({{ effect }}) / 2)
        )
        + ({{ z_power }}) * sqrt(
            ({{ rate }}) * (1 - ({{ rate }}))
            + (({{ rate }}) + ({{ effect }})) * (1 - ({{ rate }}) - ({{ effect }}))
        ),
        2
    ) / (({{ effect }}) * ({{ effect }})))
{%- endmacro %}
