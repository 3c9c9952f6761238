"""Who finds the words for the mails to people without an account. Loaded when the app is ready."""

from delegates.invitations import sending
from itpo.office import post
from itpo.portal import lost, mails_links

post.register(sending.APPLICATION_INVITED, mails_links.application_invited)
post.register(sending.AGENCY_INVITED, mails_links.agency_invited)
post.register(sending.RENEWED, mails_links.renewed)
post.register(lost.ONE, mails_links.asked)
post.register(lost.ALL, mails_links.lost_links)
