-- What was sent before already fills a cap per dealer of this window.
{{ pressure_exclusion('DEALER', 'dealer_id') }}
