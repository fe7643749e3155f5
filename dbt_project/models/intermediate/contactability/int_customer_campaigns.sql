with contacts as (

    select * from {{ ref('int_customer_contacts') }}

),

summed as (

    select
        customer_id,
        max(last_contact_date) as last_contact_date,
        max(last_answer_date) as last_answer_date,
        max(last_refused_contact_date) as last_refused_contact_date,
        cast(sum(contacts_365d) as bigint) as contacts_365d,
        {% for channel in ['EMAIL', 'SMS', 'CALL', 'LETTER'] -%}
            cast(sum(case when channel = '{{ channel }}' then contacts_365d else 0 end) as bigint)
                as {{ channel | lower }}_contacts_365d,
        {% endfor -%}
        {% for channel in ['SMS', 'CALL', 'LETTER'] -%}
            cast(sum(case when channel = '{{ channel }}' then replies_365d else 0 end) as bigint)
                as {{ channel | lower }}_replies_365d,
        {% endfor -%}
        cast(sum(opens_365d) as bigint) as opens_365d,
        cast(sum(clicks_365d) as bigint) as clicks_365d,
        cast(sum(bounces_365d) as bigint) as bounces_365d,
        cast(sum(contact_cost_365d) as {{ type_money() }}) as contact_cost_365d,
        sum(promotions) as promotions,
        {{ shrunk_lift('sum(promotion_answers)', 'sum(expected_promotion_answers)') }}
            as promotion_lift,
        {{ shrunk_lift(
            'sum(answers - promotion_answers)', 'sum(expected_answers - expected_promotion_answers)'
        ) }} as other_lift
    from contacts
    group by customer_id

),

final as (

    select
        customer_id,
        last_contact_date,
        last_answer_date,
        last_refused_contact_date,
        contacts_365d,
        email_contacts_365d,
        sms_contacts_365d,
        call_contacts_365d,
        letter_contacts_365d,
        sms_replies_365d,
        call_replies_365d,
        letter_replies_365d,
        opens_365d,
        clicks_365d,
        bounces_365d,
        contact_cost_365d,
        case
            when promotions > 0 then cast(promotion_lift / other_lift as {{ type_score() }})
        end as promotion_sensitivity
    from summed

)

select * from final
