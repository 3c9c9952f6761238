"""All that one programme asks."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from delegates.models import Application, Programme, Question, RequiredDocument
from delegates.questionnaire import standard
from delegates.questionnaire.own import field_of
from delegates.questionnaire.projects import projects
from delegates.questionnaire.steps import Step, answered

DOCUMENTS, TRAVEL = "documents", "travel"


@dataclass(frozen=True)
class Missing:
    """Something that is not answered, or not well: in which step, and what it is called there."""

    step: str
    label: str
    field: str = ""
    why: str = ""


@dataclass(frozen=True)
class Asked:
    """The steps of a form, the documents it wants, and the report asked for afterwards."""

    steps: list[Step]
    documents: list[RequiredDocument]
    report: Step

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    def suit(self, application: Application) -> None:
        """Ask for an address of their own only whom nobody fills it in for."""
        self.steps[0].fields["email"].required = not application.is_filled_in_for_them

    def missing(
        self, application: Application, received: Collection[int], has_passport: bool
    ) -> list[Missing]:
        """What keeps the form from being handed in, in the order in which it is asked."""
        self.suit(application)
        return [
            missing
            for step in self.steps
            for missing in self._missing_in(step, application, received, has_passport)
        ]

    def first_unfinished(self, application: Application, missing: list[Missing]) -> Step | None:
        """Where to go on: the first step that nobody saw yet, or in which something is missing."""
        wanting = {one.step for one in missing}
        return next(
            (
                step
                for step in self.steps
                if step.slug in wanting or step.slug not in application.answers
            ),
            None,
        )

    def in_words(self, application: Application) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each step by its heading, with label and answer; those without an answer are left out."""
        told = [
            (str(step.heading), step.in_words(answered(application, step)))
            for step in [*self.steps, self.report]
        ]
        return [(heading, lines) for heading, lines in told if lines]

    def _missing_in(
        self, step: Step, application: Application, received: Collection[int], has_passport: bool
    ) -> Iterator[Missing]:
        values = answered(application, step)
        for name, errors in step.errors(values).items():
            yield Missing(step.slug, str(step.fields[name].label), name, errors[0])
        if step.slug == TRAVEL and not has_passport and not values["no_passport"]:
            why = _("Write the number, or say that you do not have a passport yet.")
            yield Missing(step.slug, _("Passport number"), "number", why)
        if step.slug == DOCUMENTS:
            for document in self.documents:
                if document.is_required and document.pk not in received:
                    yield Missing(step.slug, document.said, document.name, _("Send this file."))


def asked_by(programme: Programme) -> Asked:
    """What a programme asks, in the reader's language. Two queries."""
    questions = list(programme.questions.in_order())
    documents = list(programme.documents.in_order())
    switched: list[tuple[bool, Callable[[], Step]]] = [
        (True, standard.person),
        (True, standard.post),
        (programme.asks_aims, standard.aims),
        (programme.asks_projects, projects),
        (programme.asks_travel, standard.travel),
        (bool(documents), standard.documents),
        (True, standard.consent),
    ]
    steps = [_with_own(make(), questions) for is_on, make in switched if is_on]
    return Asked(steps, documents, _with_own(standard.report(), questions))


def _with_own(step: Step, questions: list[Question]) -> Step:
    """Add the programme's own questions behind the fields of a step."""
    own = [question for question in questions if question.step == step.slug]
    step.fields.update({question.name: field_of(question) for question in own})
    return step
