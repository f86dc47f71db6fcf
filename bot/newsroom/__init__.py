"""What people decide: sources, tags, results, status, audit."""
