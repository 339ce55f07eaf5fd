"""The public site: values from `reads` as HTML. No JavaScript, no cookie."""
