-- What was sent before already fills a cap per person of this window.
{{ pressure_exclusion('PERSON', 'customer_id') }}
