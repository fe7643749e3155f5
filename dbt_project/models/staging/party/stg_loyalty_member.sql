with versions as (

    {{ current_rows('loyalty_member') }}

),

final as (

    select
        {{ source_key('member_id') }} as member_key,
        {{ clean_text('member_id') }} as member_id,
        {{ source_key('party_src_id') }} as party_key,
        {{ clean_text('party_src_id') }} as party_src_id,
        {{ clean_code('tier') }} as tier,
        {{ try_int('points') }} as points,
        {{ row_metadata('loyalty_member') }}
    from versions

)

select * from final
