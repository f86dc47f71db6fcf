reason-filtered = The filter that this server has for the feed leaves it out.
reason-flood = More stories came at once than one check may post. Only the newest went out; this one was recorded.
