"""What every page and the API share: security headers, the trail of a request."""
