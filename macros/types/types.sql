{#- Column types that every layer shares. -#}

{#- Euros. -#}
{% macro type_money() -%} decimal(18, 4) {%- endmacro %}

{#- One amount by another. Where corrections leave cents of the second it may be thousands. -#}
{% macro type_ratio() -%} decimal(18, 6) {%- endmacro %}

{#- A model's score, rounded when it is written back. -#}
{% macro type_score() -%} decimal(9, 6) {%- endmacro %}
