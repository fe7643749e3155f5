with versions as (

    {{ current_rows('identity_change') }}

),

final as (

    select
        {{ clean_text('party_key') }} as party_key,
        {{ try_date('changed_date') }} as changed_date,
        {{ clean_code('change_kind') }} as change_kind,
        {{ clean_text('from_customer_id') }} as from_customer_id,
        {{ clean_text('customer_id') }} as customer_id,
        {{ clean_text('cause') }} as cause,
        {{ row_metadata('identity_change') }}
    from versions

)

select * from final
