"""The one outgoing HTTP client: which addresses may be asked, by what way, and how much may come back."""
