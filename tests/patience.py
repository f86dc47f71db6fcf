"""How long a test waits for what must happen: long enough for a machine that is busy with other things."""

PATIENCE = 30.0
