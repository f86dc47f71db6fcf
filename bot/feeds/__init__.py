"""Reading the outside: fetching, parsing, pages."""
