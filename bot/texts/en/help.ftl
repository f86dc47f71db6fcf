# /help. Below each of these stand the commands with their descriptions.

help-readers =
    ### What you can do
    - **Vote**: react under a story with one of its emoji. Everybody here can see who reacted; the bot keeps no names.
    - **Results** under a story shows how its readers voted; only you see it.
    - **Discuss** in the thread or post of a story; some begin with the button **Discuss**.
    - **Subscribe** under a story lets the next ones of its tag reach you; pressed again, it ends that.
    - **Save** under a story puts it on your own list: /news saved.
help-moderators =
    ### What you can do to moderate
help-owners =
    ### What you can do to manage this server
    /newsroom setup leads through it step by step. Who may use which command is set under Server Settings → Integrations.
help-given = -# Owners can let you use more under Server Settings → Integrations. Type / to see all that you may use here.

# Entries in the menu of messages: where they are found, and what they do.
help-menu = - “{ $name }” in the menu of a message, under Apps: { $about }
help-menu-clip-this-link = Propose a link in the message as a story for this server
help-menu-moderate-story = See and do all that can be done about the story of a card, or of a message of the review channel
