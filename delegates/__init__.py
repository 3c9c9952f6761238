"""Who comes to us: countries, agencies, delegates, programmes, visits."""
