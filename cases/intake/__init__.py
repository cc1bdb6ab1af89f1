"""The queue: what people sent and nobody has accepted. Public code never imports it."""
