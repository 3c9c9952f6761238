"""Mails by rule, to people outside: entered two weeks ahead, where a manager can read them first.

A mail moves along with its day while it is not sent, is cancelled when its cause has gone, and is
entered again in the same row should that return; so is one that was missed or failed, when its day
has moved ahead. One that somebody cancelled stays so. Its words are found when it is sent, which
looks at everything again. Who cannot be written to is not passed
over in silence: whoever looks after it gets a follow-up that says so.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from itpo.office import lookups, placeholders, post
from itpo.office.follow_ups import LONGEST
from itpo.office.letters import Letter, NotCalledFor, NotYet
from itpo.office.models import FollowUp, OutgoingMail, Rule, RuleText, User
from itpo.office.models.post import UNSETTLED
from itpo.office.reasons import Reason
from itpo.reminders import asking, causes
from itpo.reminders.counting import Counting
from itpo.reminders.outcome import Outcome
from itpo.reminders.subjects import Person
from itpo.reminders.written_before import not_written_before

KIND = "rule"
AHEAD = timedelta(days=14)
# To somebody outside it makes no sense any more when it is this late.
TOO_LATE = timedelta(days=14)
FROM_HOUR = 9  # at the office

NO_ADDRESS = Reason(_("no address is known"))
NO_PAGE = Reason(_("there is no page to lead to"))
TOO_LATE_NOW = Reason(_("It was to leave before that day."))

State = OutgoingMail.State
Texts = Mapping[str, RuleText]


class NoWords(Exception):
    """The rule has nothing to say."""


class Wanted(NamedTuple):
    """One mail that a rule asks for, on a day."""

    thing: Any
    person: Person
    on: date

    def about(self, rule: Rule) -> dict[str, Any]:
        return {"rule": rule.pk, "cause": self.thing.pk, "person": self.person.key}


def waiting() -> dict[int, list[OutgoingMail]]:
    """The mails of each rule that are not sent yet; not what a person had sent again."""
    found: dict[int, list[OutgoingMail]] = {}
    rows = OutgoingMail.objects.waiting().filter(kind=KIND, resend_of=None)
    for mail in rows.order_by("pk"):
        found.setdefault(mail.about["rule"], []).append(mail)
    return found


def entered_as(keys: Collection[str]) -> Any:
    """The mails entered under some keys; each with whether it goes once more, or may have."""
    again = OutgoingMail.objects.filter(resend_of=OuterRef("pk"))
    again = again.filter(Q(may_have_left=True) | Q(state__in=UNSETTLED))
    rows = OutgoingMail.objects.filter(kind=KIND, key__in=keys)
    return rows.annotate(is_sent_again=Exists(again))


def apply(
    rule: Rule,
    unsent: list[OutgoingMail],
    counting: Counting,
    now: datetime,
    outcome: Outcome,
) -> None:
    """Enter, move and cancel the mails of a rule. The office's time zone is the current one."""
    texts = texts_of(rule) if rule.writes_mails and rule.is_active else {}
    if rule.writes_mails and rule.is_active and not texts:
        raise NoWords("The rule has no text.")
    wanted = _newly_due(rule, counting, now) if texts else {}
    mails = entered_as(wanted.keys()) if wanted else ()
    entered = {one.key: one for one in [*mails, *unsent]}
    for mail in entered.values():
        with outcome.passing_over(mail):
            if mail.state in (State.QUEUED, State.WAITING):
                one = wanted.get(mail.key) or find(rule, mail, counting)
                _keep_up(mail, rule, one, texts, now)
            elif (
                (one := wanted.get(mail.key))
                and is_asked_for_again(mail, rule, one)
                and not lacks(one.person, texts)
            ):
                _enter_again(mail, rule, one)
    known = asking.known(wanted)
    new: list[OutgoingMail] = []
    for key, one in wanted.items():
        with outcome.passing_over(one.thing):
            if lacks(one.person, texts):
                _tell(rule, one, key, known.get(key), texts, counting, outcome)
                continue
            if key in known:
                asking.drop(known[key], Reason(_("They can be written to now.")), now)
            if key not in entered:
                new.append(_mail(rule, key, one))
    outcome.made += post.queue_all(not_written_before(new))


def key_of(rule: Rule, thing: Any, person: Person) -> str:
    return f"{asking.key_of(rule, thing.pk, thing.anchor_day)}:{person.key}"


def send_after(rule: Rule, on: date) -> datetime:
    return datetime.combine(on, time(FROM_HOUR), ZoneInfo(rule.office.time_zone))


def is_asked_for_again(mail: Any, rule: Rule, one: Wanted) -> bool:
    """Whether what certainly never left is to leave now: its cause is back, or its day is later.

    What somebody cancelled stays so, and what somebody sends again goes only that once.
    """
    if mail.may_have_left or mail.is_sent_again or mail.cancelled_by_id is not None:
        return False
    if mail.state == State.CANCELLED:
        return True
    if mail.state not in (State.MISSED, State.FAILED) or mail.send_before is None:
        return False
    is_later: bool = send_after(rule, one.on) + TOO_LATE > mail.send_before
    return is_later


def texts_of(rule: Rule) -> Texts:
    return {one.language: one for one in rule.texts.all()}


def text_in(texts: Texts, language: str) -> RuleText:
    """The words for a reader: in their language, or in English, or in any. Raises NoWords."""
    for code in (language, "en", *texts):
        if code in texts:
            return texts[code]
    raise NoWords("The rule has no text.")


def lacks(person: Person, texts: Texts) -> Reason | None:
    """What keeps somebody from being written to; None when nothing does."""
    if not person.email:
        return NO_ADDRESS
    leads_on = "link" in placeholders.names(text_in(texts, person.language).body)
    return NO_PAGE if leads_on and person.link is None else None


def wanted_about(rule: Rule, things: list[Any], counting: Counting) -> list[Wanted]:
    """The mails a rule asks for about some things, whenever they are due; on days worked."""
    about = causes.about(rule)
    people = about.people[Rule.Tells(rule.tells)](things) if things else []
    by_number = {one.pk: one for one in things}
    found = []
    for person in people:
        thing = by_number[person.cause]
        due = counting.due(rule, thing.anchor_day, causes.countries(rule, thing))
        found.append(Wanted(thing, person, due))
    return found


def find(rule: Rule, mail: OutgoingMail, counting: Counting) -> Wanted | None:
    """What a mail is about, as far as its rule still asks for it."""

    def asked_for(mails: Sequence[OutgoingMail]) -> dict[tuple[int, str], Wanted]:
        numbers = {one.about["cause"] for one in mails if one.about["rule"] == rule.pk}
        rows = causes.holding(rule).filter(pk__in=numbers)
        things = list(causes.fetched(rule, rows)) if rule.writes_mails else []
        wanted = wanted_about(rule, things, counting)
        return {(one.thing.pk, one.person.key): one for one in wanted}

    found = lookups.shared(mail, ("asked for", rule.pk), asked_for)
    return found.get((mail.about["cause"], mail.about["person"]))


def _rules(keys: Collection[int]) -> dict[int, Rule]:
    return Rule.objects.select_related("office").prefetch_related("texts").in_bulk(keys)


def compose(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor | NotYet | None:
    """Find the words of a mail; look again whether it is called for, and whether it is time."""
    rule = lookups.of(mail, "rule", _rules)
    if rule is None:
        return NotCalledFor(_("Its rule was deleted."))
    counting = lookups.once("counting", lambda: Counting(now))
    with timezone.override(ZoneInfo(rule.office.time_zone)):
        one = find(rule, mail, counting)
        if one is None:
            gone = _why_not(rule, mail)
            return NotCalledFor(gone.words, gone.values)
        if one.person.email.lower() != mail.to.lower():
            return NotCalledFor(_("Their address has changed."))
        texts = texts_of(rule)
        if why_not := lacks(one.person, texts):
            return NotCalledFor(why_not.words, why_not.values)
        if mail.resend_of_id is None and has_begun(rule, one, now):
            return NotCalledFor(TOO_LATE_NOW.words)
        if mail.resend_of_id is None and (not_before := send_after(rule, one.on)) > now:
            return NotYet(not_before)
        owner = causes.about(rule).owners([one.thing], rule.office)[one.thing.pk]
        return say(rule, one, texts, owner)


def has_begun(rule: Rule, one: Wanted, now: datetime) -> bool:
    """Whether a mail was to leave before a day that has come."""
    day: date = one.thing.anchor_day
    return rule.offset < 0 and day <= rule.office.today(now)


def say(rule: Rule, one: Wanted, texts: Texts, owner: User | None) -> Letter:
    """The words of one mail, in its reader's language and by the office's clock."""
    text = text_in(texts, one.person.language)
    address, token = one.person.link() if one.person.link else ("", "")
    with translation.override(text.language):
        first_day, last_day = causes.about(rule).days(one.thing)
        office = rule.office
        values = {
            "name": one.person.name,
            "office": (office.name_ja if text.language == "ja" else "") or office.name,
            "officer": str(owner or ""),
            "what": str(one.thing),
            "first_day": first_day,
            "last_day": last_day or first_day,
            "link": address,
        }
        return Letter(
            placeholders.fill(text.subject, values),
            placeholders.fill(text.body, values).strip() + "\n",
            secrets=(token,) if token else (),
            language=text.language,
        )


def _newly_due(rule: Rule, counting: Counting, now: datetime) -> dict[str, Wanted]:
    """What is due from two weeks ago to two weeks ahead; not before what has begun."""
    today = rule.office.today(now)
    rows = causes.holding(rule)
    numbers = causes.falling_due(rule, rows, counting, today, (TOO_LATE, AHEAD))
    due = causes.fetched(rule, rows.filter(pk__in=numbers)).order_by("pk")
    things = list(due) if numbers else []
    return {
        key_of(rule, one.thing, one.person): one
        for one in wanted_about(rule, things, counting)
        if today - TOO_LATE <= one.on <= today + AHEAD
    }


def _mail(rule: Rule, key: str, one: Wanted) -> OutgoingMail:
    not_before = send_after(rule, one.on)
    return OutgoingMail(
        key=key,
        kind=KIND,
        office=rule.office,
        to=one.person.email,
        send_after=not_before,
        send_before=not_before + TOO_LATE,
        about=one.about(rule),
        is_restricted=False,
    )


def _keep_up(
    mail: OutgoingMail, rule: Rule, one: Wanted | None, texts: Texts, now: datetime
) -> None:
    """Move a mail along with its day and its reader's address, or cancel it with its cause.

    Whoever has just claimed it goes first, and its composer looks at the same.
    """
    rows = OutgoingMail.objects.waiting().filter(pk=mail.pk)
    if one is None or not one.person.email:
        rows.update(state=State.CANCELLED, **_why_not(rule, mail).columns())
        return
    why_not = TOO_LATE_NOW if has_begun(rule, one, now) else None
    if why_not := why_not or (lacks(one.person, texts) if texts else None):
        rows.update(state=State.CANCELLED, **why_not.columns())
        return
    not_before = send_after(rule, one.on)
    until = not_before + TOO_LATE
    if (mail.send_before, mail.to) == (until, one.person.email):
        return  # `send_after` may be later: the post room tries again
    rows.update(send_after=not_before, send_before=until, to=one.person.email, state=State.QUEUED)


@transaction.atomic
def _enter_again(mail: OutgoingMail, rule: Rule, one: Wanted) -> None:
    # Whoever sends it again this very moment holds it; only a later look sees what they entered.
    OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    not_before = send_after(rule, one.on)
    rows = entered_as([mail.key]).filter(is_sent_again=False)
    rows.filter(state=mail.state, cancelled_by=None, may_have_left=False).update(
        state=State.QUEUED,
        why="",
        why_values={},
        error="",
        to=one.person.email,
        send_after=not_before,
        send_before=not_before + TOO_LATE,
        attempts=0,
    )


def _why_not(rule: Rule, mail: OutgoingMail) -> Reason:
    if not rule.writes_mails:
        return Reason(_("Its rule no longer writes mails."))
    cause = mail.about["cause"]
    if causes.holding(rule).filter(pk=cause).exists():
        return Reason(_("They are no longer among those it goes to, or have no address."))
    return causes.why_gone(rule, [cause])[cause]


def _tell(
    rule: Rule,
    one: Wanted,
    key: str,
    known: FollowUp | None,
    texts: Texts,
    counting: Counting,
    outcome: Outcome,
) -> None:
    """Tell whoever looks after it that somebody cannot be written to."""
    counted = causes.counted(rule, one.thing, counting)
    due = counting.due(rule, one.thing.anchor_day, causes.countries(rule, one.thing))
    if known is not None:
        asking.take_up_again(known, due, counted)
        return
    owner = causes.about(rule).owners([one.thing], rule.office)[one.thing.pk]
    if owner is None:
        return
    with translation.override(owner.language):
        said = gettext("%(what)s – not to %(who)s: %(why)s") % {
            "what": rule.what,
            "who": one.person.name,
            "why": str(lacks(one.person, texts)),
        }
    asking.make(asking.Wish(rule, one.thing, owner, said[:LONGEST], due, key, counted))
