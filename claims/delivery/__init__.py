"""What leaves this site by itself: webhooks to newsrooms, in order for each claim, tried again, never skipped."""
