"""The project's own set for matching: claims, later retellings of them, and statements that no claim is about."""
