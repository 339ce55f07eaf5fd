"""The only room that writes. A module is a noun, a function a verb: `publication.publish(claim=…, by=…)`."""
