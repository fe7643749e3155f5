-- A line billed to the customer in an order of which the factory or the house pays another line of
-- the same kind of work.
with lines as (

    select * from {{ ref('stg_repair_order_line') }}

),

paid_inside as (

    select distinct
        ro_key,
        {{ letters_of('op_code') }} as operation_kind
    from lines
    where pay_type in ('WARR', 'INT')

),

final as (

    select {{ finding(
        'INTERNAL_AS_CUSTOMER', 'lines', 'ro_line_key', 'pay_type', 'repair_order_line'
    ) }}
    from lines
    inner join paid_inside
        on
            lines.ro_key = paid_inside.ro_key
            and {{ letters_of('lines.op_code') }} = paid_inside.operation_kind
    where lines.pay_type = 'CUST'

)

select * from final
