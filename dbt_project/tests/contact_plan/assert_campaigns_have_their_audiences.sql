-- A failing row is a campaign in force that names an audience that is not, or one of strangers:
-- it would speak to nobody, or to those it must leave out.
{{ config(meta={'dagster': {'ref': {'name': 'elig_audience'}}}) }}
-- A source counts as built from the start; the night writes this one before audience_reach.
-- depends_on: {{ ref('audience_reach') }}

with campaigns as (

    select * from {{ ref('audience_campaigns') }}
    where {{ dated_rule() }}

),

audiences as (

    select audience_id
    from {{ source('audiences', 'audience_definitions') }}
    where subject <> 'VISITOR'

),

named as (

    select
        campaign_code,
        audience_id
    from campaigns

    union all

    select
        campaign_code,
        left_out_audience_id as audience_id
    from campaigns
    where left_out_audience_id is not null

),

final as (

    select named.*
    from named
    left join audiences on named.audience_id = audiences.audience_id
    where audiences.audience_id is null

)

select * from final
