"""What Discord takes and what it refuses: the parts of a request, read one by one."""
