-- Members of the audiences of the campaigns in force, once a cycle each.
with campaigns as (

    select * from {{ ref('audience_campaigns') }}

),

members as (

    select * from {{ source('audiences', 'audience_members') }}

),

preferred_dealers as (

    select * from {{ ref('int_preferred_dealer') }}

),

campaigns_in_force as (

    select
        *,
        {{ cycles_since('valid_from', 'cycle_days') }} as cycle_number
    from campaigns
    where {{ dated_rule() }}

),

triggers as (

    select
        members.subject_id as customer_id,
        campaigns.campaign_code as trigger_type,
        campaigns.dealer_role,
        {{ add_days('campaigns.valid_from', 'campaigns.cycle_days * campaigns.cycle_number') }}
            as trigger_date,
        campaigns.campaign_code || ':' || cast(campaigns.cycle_number as {{ dbt.type_string() }})
            as occurrence_key
    from members
    inner join campaigns_in_force as campaigns on members.audience_id = campaigns.audience_id
    where members.subject_type = 'CUSTOMER'

),

final as (

    select
        triggers.customer_id,
        cast(null as {{ dbt.type_string() }}) as vehicle_id,
        'AUDIENCE' as plan_code,
        triggers.trigger_type,
        triggers.trigger_date,
        triggers.occurrence_key,
        cast(null as {{ dbt.type_string() }}) as subject_key,
        case triggers.dealer_role
            when 'SALES' then preferred_dealers.sales_dealer_id
            else preferred_dealers.aftersales_dealer_id
        end as dealer_id,
        {{ surrogate_id(['triggers.customer_id', 'triggers.occurrence_key']) }} as eligibility_id
    from triggers
    left join preferred_dealers
        on
            triggers.customer_id = preferred_dealers.customer_id
            and preferred_dealers.vehicle_id is null

)

select * from final
