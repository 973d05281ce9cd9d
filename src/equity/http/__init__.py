"""What every outlet on the web shares: the request, errors, caching, security, light pages."""
