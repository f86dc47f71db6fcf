"""Pure rules of the newsroom: no I/O, no clock, no library of the outside.

What a feed, story, tag, edition, delivery and poll are and how they change. Everybody may import
this package; it imports only itself and the standard library (google-re2 for owners' patterns).
"""
