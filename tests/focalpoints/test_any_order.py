"""A small network, driven through whatever its people may do, in any order: and after each step

- the public sees only what was consented to,
- a party has at most one open primary holder, and at most one certain one,
- every session belongs to somebody who may have it,
- every change has its history row.

What was consented to is kept here, beside the portal, by what each person did themselves.
"""

from collections import Counter
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    get_state_machine_test,
    initialize,
    invariant,
    precondition,
    rule,
)
from PIL import Image

from accounts import decisions, invitations
from accounts.acts import suspend
from accounts.models import NotYours, User
from focalpoints import handovers, joining, keeping, portraits, proposals, protection
from focalpoints.assistants import end_assistance, invite_assistant, put_draft
from focalpoints.confirmations import confirm
from focalpoints.disclosure import PUBLIC, find, with_holders
from focalpoints.models import (
    Appointment,
    AppointmentInvitation,
    Assistance,
    AssistantInvitation,
    Consent,
    ContactDetail,
    ErasureDecision,
    FocalPoint,
    Handover,
    Portrait,
    Proposal,
    ProtectionDecision,
)
from focalpoints.register import today
from focalpoints.roles import role_of
from tests import make
from tests.people import Browser

DONE = Counter()  # how often each thing was done, and not refused
MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
PRIVATE = ("private-email", "private-telephone", "assistant")
numbers = st.integers(min_value=0, max_value=11)  # of the people that there are, one is chosen


def picture():
    file = BytesIO()
    Image.new("RGB", (3, 2), "grey").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue())


class Oracle:
    """What a person has agreed to show, and what stands in each field, by what was done to it."""

    def __init__(self):
        self.agreed = set()
        self.opened = set()  # keys of contact details
        self.is_hidden = False


class AnyOrder(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.time = time_machine.travel(MORNING, tick=False)
        self.clock = self.time.start()
        self.texts = count(1)
        self.oracles = {}  # by key of a focal point
        self.sessions = []  # (account, role, begun at, browser)
        # Each of them has been there for long enough to be a second person.
        self.staff = [make.make_staff(f"staff-{n}@example.org") for n in range(2)]
        self.parties = [make.make_country("gha"), make.make_country("dnk")]
        for number in range(2):
            self.somebody_comes(number, "primary")
            self.somebody_is_invited_and_comes_in(number)
        self.somebody_comes(0, "joint")

    def teardown(self):
        if hasattr(self, "undo"):
            try:
                self.the_pages_show_no_more()
            finally:
                self.time.stop()
                transaction.set_rollback(True)
                self.undo.__exit__(None, None, None)

    # What everybody is called and says is found again wherever it shows.

    def text(self):
        return f"zaq{next(self.texts)}qaz"  # no key of a fact holds an "a"

    @property
    def now(self):
        return datetime.now(UTC)

    def people(self):
        return list(FocalPoint.objects.not_erased().select_related("account").order_by("pk"))

    def person(self, number):
        people = self.people()
        return people[number % len(people)]

    def oracle(self, person):
        return self.oracles.setdefault(person.key, Oracle())

    @contextmanager
    def may_be_refused(self, what):
        """Whatever is refused leaves all as it was; what is not counts as done."""
        with suppress(ValidationError, NotYours), transaction.atomic():
            yield
            DONE[what] += 1

    def sign_in(self, account):
        account.refresh_from_db()
        if account.is_active:
            client = Client()
            client.force_login(account)
            browser = Browser()
            browser.cookies["session"] = client.cookies["session"].value
            self.sessions.append((account.pk, role_of(account), self.now, browser))
            del self.sessions[:-4]  # those of long ago are over

    # The secretariat

    @rule(number=numbers, capacity=st.sampled_from(["primary", "joint", "acting", "alternate"]))
    def somebody_comes(self, number, capacity):
        if len(self.people()) > 6:
            return
        with self.may_be_refused("somebody comes"):
            person = FocalPoint(name=self.text(), honorific=self.text(), biography=self.text())
            person.full_clean()
            person.save()
            appointment = Appointment(
                party=self.parties[number % 2],
                holder=person,
                capacity=capacity,
                started=today().isoformat(),
                is_from_secretariat=True,
            )
            appointment.full_clean()
            appointment.save()

    @rule(number=numbers)
    def staff_write_the_name(self, number):
        person = self.person(number)
        person.name = self.text()
        person.full_clean()
        person.save()

    @rule(number=numbers)
    def staff_note_a_contact(self, number):
        with self.may_be_refused("staff note a contact"):
            detail = ContactDetail(
                focal_point=self.person(number), kind="assistant", value=self.text()
            )
            detail.full_clean()
            detail.save()

    @rule(number=numbers)
    def somebody_is_invited_and_comes_in(self, number):
        person = self.person(number)
        appointment = person.appointments.certain(today()).first()
        if person.account or not appointment:
            return
        address = f"{self.text()}@example.org"
        with self.may_be_refused("somebody is invited and comes in"):
            invitations.invite(
                AppointmentInvitation,
                address=address,
                by=self.staff[0],
                at=self.now,
                appointment=appointment,
                holder=person,
            )
            self.come_in(AppointmentInvitation.objects.open(self.now).get(address=address))

    def come_in(self, invitation):
        """As the form of acceptance does."""
        if not invitation.may_be_accepted(self.now):
            return
        account = make.make_user(invitation.address, date_joined=self.now)
        invitation.use_up(address=invitation.address, at=self.now)
        invitation.accepted(account)
        make.make_factor(account)
        self.sign_in(account)

    @rule(number=numbers)
    def an_assistant_is_invited_and_comes_in(self, number):
        address = f"{self.text()}@example.org"
        with self.may_be_refused("an assistant is invited and comes in"):
            invite_assistant(self.person(number), address=address, by=self.staff[0], at=self.now)
            self.come_in(AssistantInvitation.objects.get(address=address))

    @rule()
    def an_assistant_drafts(self):
        for assistance in Assistance.objects.open():
            put_draft(
                assistance.focal_point,
                by=assistance.account,
                at=self.now,
                honorific=self.text(),
                languages="en",
                biography=self.text(),
            )

    @rule()
    def an_assistance_ends(self):
        for assistance in Assistance.objects.open()[:1]:
            end_assistance(assistance, by=self.staff[1], at=self.now)

    @rule(number=numbers)
    def staff_protect(self, number):
        person = self.person(number)
        protection.protect(person, by=self.staff[0], at=self.now)
        self.oracle(person).is_hidden = True

    @rule(number=numbers)
    def two_of_staff_lift_a_protection(self, number):
        person = self.person(number)
        with self.may_be_refused("two of staff lift a protection"):
            decision = ProtectionDecision(focal_point=person, reason="Called back.")
            decisions.ask(decision, by=self.staff[0], at=self.now)
            decisions.second(decision, by=self.staff[1], at=self.now)
            self.oracle(person).is_hidden = False

    @rule(number=numbers)
    def staff_suspend(self, number):
        account = self.person(number).account
        if account:
            suspend(account, by=self.staff[0], at=self.now)

    @rule(number=numbers)
    def two_of_staff_erase(self, number):
        person = self.person(number)
        if len(self.people()) < 3:
            return
        with self.may_be_refused("two of staff erase"):
            decision = ErasureDecision(
                focal_point=person, account=person.account, person=person.key, reason="Wrote."
            )
            decisions.ask(decision, by=self.staff[0], at=self.now)
            decisions.second(decision, by=self.staff[1], at=self.now)
            self.oracles.pop(person.key, None)

    @rule(number=numbers, other=numbers | st.none())
    def staff_join(self, number, other):
        kept = self.person(number)
        # Mostly it is somebody whom staff had noted a second time.
        gone = self.person(other) if other else FocalPoint.objects.create(name=self.text())
        if kept == gone:
            return
        with self.may_be_refused("staff join"):
            joining.join(kept, gone, by=self.staff[0], at=self.now)
            hidden = self.oracle(kept).is_hidden or self.oracle(gone).is_hidden
            # What the person themselves agreed to holds: that of the entry with the account.
            if gone.account_id:
                self.oracles[kept.key] = self.oracle(gone)
            self.oracle(kept).is_hidden = hidden
            self.oracles.pop(gone.key, None)

    @rule(accepts=st.booleans())
    def staff_decide(self, accepts):
        self.decide(accepts)

    def decide(self, accepts):
        for kind, rows in [(proposals, Proposal), (handovers, Handover)]:
            for row in rows.objects.undecided():
                with self.may_be_refused(f"{rows.__name__} {'accepted' if accepts else 'refused'}"):
                    if accepts:
                        kind.accept(row, by=self.staff[0], at=self.now)
                    else:
                        kind.refuse(row, by=self.staff[0], at=self.now, answer="No.")

    @rule()
    def somebody_thinks_better_of_it(self):
        for kind, rows in [(proposals, Proposal), (handovers, Handover)]:
            for row in rows.objects.undecided().exclude(asked_by=None)[:1]:
                with self.may_be_refused(f"{rows.__name__} withdrawn"):
                    kind.withdraw(row, by=row.asked_by, at=self.now)

    @rule(days=st.sampled_from([0, 1, 400]))
    def time_passes(self, days):
        self.clock.shift(timedelta(days=days, minutes=10))
        for handover in Handover.objects.due(today()):
            DONE["Handover carried out later"] += handovers.carry_out(handover, at=self.now)

    # The person

    @precondition(lambda self: FocalPoint.objects.filter(account__isnull=False).exists())
    @rule(number=numbers)
    def sign_in_again(self, number):
        account = self.person(number).account
        if account:
            self.sign_in(account)

    @rule(number=numbers)
    def edit(self, number):
        person = self.person(number)
        if person.account:
            keeping.edit_entry(
                person,
                honorific=self.text(),
                languages="en fr",
                biography=self.text(),
                by=person.account,
                at=self.now,
            )

    @rule(number=numbers)
    def show_a_portrait(self, number):
        person = self.person(number)
        if person.account:
            portraits.set_portrait(person, picture(), by=person.account, at=self.now)

    @rule(number=numbers, field=st.sampled_from(Consent.Field.values))
    def agree(self, number, field):
        person = self.person(number)
        with self.may_be_refused("agree"):
            keeping.show_in_public(
                person,
                field=field,
                wording="Yes.",
                by=person.account or self.staff[0],
                at=self.now,
            )
            self.oracle(person).agreed.add(field)

    @rule(number=numbers, field=st.sampled_from(Consent.Field.values))
    def agree_no_longer(self, number, field):
        person = self.person(number)
        with self.may_be_refused("agree no longer"):
            keeping.show_no_longer(
                person, field=field, by=person.account or self.staff[0], at=self.now
            )
            self.oracle(person).agreed.discard(field)

    @rule(number=numbers, kind=st.sampled_from([*["office-telephone"] * 3, *PRIVATE]))
    def open_a_contact(self, number, kind):
        person = self.person(number)
        if not person.account:
            return
        with self.may_be_refused("open a contact"):
            value = self.text() + ("@example.org" if kind == "private-email" else "")
            detail = ContactDetail(focal_point=person, kind=kind, value=value)
            detail.full_clean()
            detail.save()
            detail.open_to_public(at=self.now)
            self.oracle(person).opened.add(value)

    @rule(number=numbers)
    def narrow_the_contacts(self, number):
        person = self.person(number)
        for detail in person.contact_details.all():
            detail.narrow(audience="secretariat")
        self.oracle(person).opened.clear()

    @rule(number=numbers)
    def say_that_it_is_right(self, number):
        person = self.person(number)
        if person.account:
            confirm(person, by=person.account, at=self.now)

    @rule(number=numbers, accepts=st.sampled_from([None, True, True, False]))
    def propose(self, number, accepts):
        person = self.person(number)
        appointment = person.appointments.certain(today()).first()
        if person.account and appointment:
            wanted = {**proposals.recorded(appointment), "name": self.text(), "office": "Director"}
            with self.may_be_refused("propose"):
                proposals.propose(appointment, by=person.account, at=self.now, wanted=wanted)
        if accepts is not None:
            self.decide(accepts)

    @rule(
        number=numbers,
        days=st.sampled_from([0, 1]),
        accepts=st.sampled_from([None, True, True, False]),
    )
    def hand_over(self, number, days, accepts):
        person = self.person(number)
        appointment = person.appointments.certain(today()).first()
        if appointment and len(self.people()) < 7:
            with self.may_be_refused("hand over"):
                handovers.ask(
                    appointment,
                    takes_over_on=today() + timedelta(days=days),
                    successor_name=self.text(),
                    successor_address=f"{self.text()}@example.org",
                    by=person.account or self.staff[0],
                    at=self.now,
                )
        if accepts is not None:
            self.decide(accepts)

    @rule(number=numbers)
    def hide(self, number):
        person = self.person(number)
        if person.account:
            protection.protect(person, by=person.account, at=self.now)
            self.oracle(person).is_hidden = True

    @rule(number=numbers)
    def show_again(self, number):
        person = self.person(number)
        with self.may_be_refused("show again"):
            protection.lift(person, by=person.account or self.staff[0], at=self.now)
            self.oracle(person).is_hidden = False

    # What always holds

    @invariant()
    def the_public_sees_only_what_was_consented_to(self):
        posts = Appointment.objects.of(self.parties)
        shown = repr([each.shown_holder for each in with_holders(posts, PUBLIC)])
        for person in FocalPoint.objects.all():
            seen = find(person.key, PUBLIC)
            shown += repr(seen)
            if seen and seen.portrait:
                assert "portrait" in self.oracle(person).agreed
                assert not self.oracle(person).is_hidden
        assert texts_in(shown) <= self.allowed()

    def the_pages_show_no_more(self):
        """Asked at the end of each run: pages take long."""
        pages = [Browser().get(f"/countries/{party.slug}/") for party in self.parties]
        assert texts_in("".join(page.text for page in pages)) <= self.allowed()

    def allowed(self):
        return set().union(*(self.may_show(person) for person in self.people()))

    def may_show(self, person):
        oracle = self.oracle(person)
        if oracle.is_hidden:
            return set()
        fields = {field: getattr(person, field, "") for field in oracle.agreed}
        if "name" not in oracle.agreed:
            fields.pop("honorific", None)
        return {text for text in fields.values() if text} | oracle.opened

    @invariant()
    def a_party_has_one_primary_holder_at_most(self):
        primary = Appointment.objects.filter(capacity="primary")
        for party in self.parties:
            assert primary.open().of([party]).count() <= 1
            assert primary.certain(today()).of([party]).count() <= 1

    @invariant()
    def every_session_is_somebodys_who_may_have_it(self):
        for account, role, begun_at, browser in self.sessions:
            answer = browser.get("/me/hide/")
            opens = "/accounts/login/" not in answer.headers.get("Location", "")
            user = User.objects.filter(pk=account).first()
            may = (
                user is not None
                and user.is_active
                and role_of(user) == role
                and self.now - begun_at < timedelta(hours=1)
            )
            assert may or not opens

    @invariant()
    def every_change_has_its_history_row(self):
        for model in [FocalPoint, ContactDetail, Appointment, Portrait]:
            history = model.history.model
            tracked = [each.attname for each in history.tracked_fields if each.name != "id"]
            last = {}
            for version in history.objects.order_by("history_id"):
                last[version.id] = version
            for row in model.objects.all():
                assert {name: getattr(last[row.pk], name) for name in tracked} == {
                    name: getattr(row, name) for name in tracked
                }
                assert last.pop(row.pk).history_type in "+~"
            # Whatever is gone was deleted with a row that says so, or erased with its versions.
            assert {version.history_type for version in last.values()} <= {"-"}


def texts_in(shown):
    return {f"zaq{part.split('qaz')[0]}qaz" for part in shown.split("zaq")[1:]}


# Else what is said here of any order would hold because nothing happens.
HAPPENS = {
    "somebody comes",
    "somebody is invited and comes in",
    "agree",
    "agree no longer",
    "open a contact",
    "propose",
    "Proposal accepted",
    "hand over",
    "Handover accepted",
    "staff join",
    "two of staff erase",
    "two of staff lift a protection",
    "show again",
}


def drive(examples, steps):
    """Runs of the machine: so many, and then some more for as long as something has not happened.

    Which rules a run draws from is left to chance, so what a number of runs reaches is, too.
    """
    DONE.clear()
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=False,
        phases=[Phase.generate],  # to find a shorter way to the same failure takes minutes
        suppress_health_check=list(HealthCheck),
    )
    for number in range(10):
        seed(number)(get_state_machine_test(AnyOrder, settings=chosen))()
        if set(DONE) >= HAPPENS:
            break
    assert set(DONE) >= HAPPENS


@pytest.mark.django_db
def test_what_holds_always_holds_in_any_order():
    drive(examples=8, steps=30)


@pytest.mark.slow
@pytest.mark.django_db
def test_what_holds_always_holds_in_any_order_and_for_long():
    drive(examples=300, steps=50)
