"""Who finds the words for the mails about accounts. Loaded when the app is ready."""

from itpo.office import account_mails, post

post.register(account_mails.KIND, account_mails.compose)
