-- What was sent before already fills a cap per vehicle of this window.
{{ pressure_exclusion('VEHICLE', 'vehicle_id') }}
