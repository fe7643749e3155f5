{#- Column types that every layer shares. -#}

{#- Euros. -#}
{% macro type_money() -%} decimal(18, 4) {%- endmacro %}

{#- A model's score, rounded when it is written back. -#}
{% macro type_score() -%} decimal(9, 6) {%- endmacro %}
