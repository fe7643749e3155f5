-- What was sent before already fills a cap per household of this window.
{{ pressure_exclusion('HOUSEHOLD', 'household_id') }}
