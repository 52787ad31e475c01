"""A focal point proposes how the official fields should read, and is answered."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from focalpoints import official, proposals
from focalpoints.models import Appointment, Proposal
from outbox.models import Message
from sources.models import KeptFile
from tests import make
from tests.read import soup_from, soup_of, text_of, words
from trail.models import Entry

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(hours=1)
PDF = b"%PDF-1.7 an example"


@pytest.fixture
def post():
    """Held by somebody who signs in."""
    holder = make.make_focal_point("Example Person", account=make.make_user())
    return make.make_appointment(
        make.make_country("gha"),
        holder=holder,
        office="Director",
        institution="Ministry of Foreign Affairs",
        started="2013",
    )


@pytest.fixture
def own(client, post):
    """The browser of the holder."""
    client.force_login(post.holder.account)
    return client


def page_of(post):
    return f"/me/posts/{post.pk}/propose/"


def typed(client, post, **changes):
    """What the browser sends from the page, with the changes typed."""
    return sent_from(soup_of(client, page_of(post))) | changes


def sent_from(soup):
    form = soup.select_one("form[enctype]")
    inputs = form.select("input[name]:not([type=file]), textarea[name]")
    data = {each["name"]: each.get("value") or each.get_text().strip("\n") for each in inputs}
    for select in form.select("select"):
        data[select["name"]] = select.select_one("option[selected]")["value"]
    return data


def propose(client, post, **changes):
    return client.post(page_of(post), typed(client, post, **changes))


def letter(content=PDF):
    return SimpleUploadedFile("letter.pdf", content)


def changes_of(proposal):
    return {each.field: (each.before, each.after) for each in proposal.changes.all()}


def mails():
    return [(message.to, *message.letter) for message in Message.objects.order_by("pk")]


def trail():
    """Of what is about somebody: signing in is not."""
    entries = Entry.objects.exclude(about=None)
    return [(each.what, each.who, each.about, each.detail) for each in entries]


def wanted(post, **changes):
    return proposals.recorded(post) | changes


def test_the_page_shows_what_is_recorded(own, post):
    data = typed(own, post)

    del data["csrfmiddlewaretoken"], data["seen"]
    assert data == {
        "name": "Example Person",
        "office": "Director",
        "institution": "Ministry of Foreign Affairs",
        "capacity": "primary",
        "started": "2013",
        "ended": "",
        "explanation": "",
    }


def test_only_what_differs_is_proposed_and_nothing_changes_yet(own, post):
    response = propose(
        own,
        post,
        office="Director General",
        started="2013-06",
        explanation="See it.",
        letter=letter(),
    )

    assert response.url == "/me/"
    proposal = Proposal.objects.get()
    assert changes_of(proposal) == {
        "office": ("Director", "Director General"),
        "started": ("2013", "2013-06"),
    }
    assert (proposal.explanation, bytes(proposal.letter.content)) == ("See it.", PDF)
    assert (proposal.focal_point, proposal.asked_by) == (post.holder, post.holder.account)
    assert Appointment.objects.get().office == "Director"
    assert trail() == [
        ("proposed", post.holder.account.pseudonym, post.holder.key, "office-started")
    ]


def test_all_of_the_secretariat_is_told_and_nobody_is_named(own, post):
    make.make_staff("one@example.org")
    make.make_editor(email="two@example.org")

    propose(own, post, office="Director General")

    assert {to for to, _subject, _body in mails()} == {"one@example.org", "two@example.org"}
    for _to, subject, body in mails():
        assert subject == "A proposal waits for the secretariat"
        assert "/admin/focalpoints/proposal/" in body
        assert "Example Person" not in subject + body


def test_where_nothing_differs_a_sentence_says_so(own, post):
    response = propose(own, post, explanation="Why not?", letter=letter())

    assert response.status_code == 400
    assert "Nothing here differs from what is recorded" in response.text
    assert "Choose the letter once more" in response.text
    assert ">\nWhy not?</textarea>" in response.text
    assert not Proposal.objects.exists()
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "Write your name."),
        ("name", "Example \u202ePerson", "a character in this text that cannot be seen (U+202E"),
        ("office", "Director\x07", "a character in this text that cannot be seen (U+0007"),
        ("institution", "x" * 201, "at most 200 characters (it has 201)"),
        ("capacity", "king", "Choose one of the capacities that are offered."),
        ("started", "June", "“June” is not a date this register can read."),
        ("started", "", "Write since when"),
        ("started", "2013?", "Doubt has no place here."),
        ("ended", "2012", "The first day out of office cannot come before the start."),
        ("ended", "2026/2027", "This is one day, not a span of days."),
        ("explanation", "x" * 2001, "at most 2000 characters (it has 2001)"),
    ],
)
def test_what_the_register_could_not_take_gets_a_sentence_and_stays(
    own, post, field, value, sentence
):
    response = propose(own, post, **{"office": "Director General", field: value})

    assert response.status_code == 400
    assert sentence in words(soup_from(response.content))
    assert response.context["form"][field].value() == value
    assert not Proposal.objects.exists()


def test_a_page_named_as_a_letter_is_refused(own, post):
    response = propose(own, post, office="Director General", letter=letter(b"<svg>"))

    assert "This is no PDF, JPEG or PNG" in response.text
    assert 'value="Director General"' in response.text
    assert not Proposal.objects.exists()


def test_the_same_sent_twice_is_one_proposal(own, post):
    data = typed(own, post, office="Director General")

    for _click in range(2):
        response = own.post(page_of(post), {**data, "letter": letter()})
        assert response.url == "/me/"

    assert Proposal.objects.count() == KeptFile.objects.count() == 1
    assert len(trail()) == 1


@pytest.mark.parametrize(
    "other", [{"office": "Minister"}, {"explanation": "Please."}, {"letter": PDF + b"."}]
)
def test_another_proposal_waits_until_the_first_is_withdrawn(own, post, other):
    data = typed(own, post, office="Director General")
    own.post(page_of(post), {**data, "letter": letter()})

    other = {"letter": PDF, **other}
    response = own.post(page_of(post), {**data, **other, "letter": letter(other["letter"])})

    assert response.status_code == 400
    assert "A proposal about this post waits for the secretariat already" in response.text
    assert f'value="{other.get("office", "Director General")}"' in response.text
    assert Proposal.objects.count() == 1


def test_while_one_waits_the_page_says_what(own, post):
    make.make_proposal(post, changes={"office": "Director General", "ended": "2026-12"})

    soup = soup_of(own, page_of(post))

    assert "Office: “Director General” instead of “Director”" in words(soup)
    assert "First day out of office: “December 2026”, where nothing is recorded" in words(soup)
    assert not soup.select("form[enctype]")


def test_what_was_saved_since_the_page_was_opened_is_shown_beside_what_was_typed(own, post):
    data = typed(own, post, institution="Ministry of Justice")
    Appointment.objects.update(office="Ambassador")

    first = own.post(page_of(post), data)

    assert first.status_code == 409
    assert [tuple(each) for each in first.context["form"].conflict] == [
        ("Office", "Ambassador", "nothing: what is saved stays"),
        ("Institution", "Ministry of Foreign Affairs", "Ministry of Justice"),
    ]
    assert not Proposal.objects.exists()
    own.post(page_of(post), sent_from(soup_from(first.content)))
    assert changes_of(Proposal.objects.get()) == {
        "institution": ("Ministry of Foreign Affairs", "Ministry of Justice")
    }


@pytest.mark.parametrize("who", ["nobody", "colleague", "former", "staff"])
def test_nobody_else_proposes_it(client, post, who):
    account = {
        "colleague": lambda: make.make_colleague().account,
        "staff": make.make_staff,
        "former": lambda: post.holder.account,
    }
    if who == "former":
        Appointment.objects.filter(pk=post.pk).update(ended="2014")
    if who != "nobody":
        client.force_login(account[who]())

    shown = client.get(page_of(post))
    sent = client.post(page_of(post), {"office": "Director General"})

    if who == "nobody":
        assert shown.url == sent.url == f"/accounts/login/?next={page_of(post)}"
    else:
        assert shown.status_code == sent.status_code == 404
        assert shown.content == client.get("/nowhere/").content
    assert not Proposal.objects.exists()


def test_the_verb_takes_no_proposal_of_somebody_else(post):
    with pytest.raises(ValidationError, match="Only who holds a post"):
        proposals.propose(
            post, by=make.make_colleague().account, at=LATER, wanted=wanted(post, office="King")
        )


def withdrawal_of(proposal):
    return f"/me/proposals/{proposal.pk}/withdraw/"


def test_the_person_withdraws_it_and_the_letter_goes(own, post):
    proposal = make.make_proposal(post, letter=make.make_kept_file())

    assert own.get(withdrawal_of(proposal)).url == "/me/"
    proposal.refresh_from_db()
    assert proposal.is_undecided
    for _click in range(2):
        assert own.post(withdrawal_of(proposal)).url == "/me/"

    proposal.refresh_from_db()
    assert proposal.withdrawn_at
    assert not KeptFile.objects.exists()
    assert trail() == [("proposed", post.holder.account.pseudonym, post.holder.key, "withdrawn")]


def test_nobody_else_withdraws_it(client, post):
    proposal = make.make_proposal(post)
    client.force_login(make.make_colleague().account)

    assert client.post(withdrawal_of(proposal)).status_code == 404
    with pytest.raises(ValidationError, match="Only who proposed it"):
        proposals.withdraw(proposal, by=make.make_staff(), at=LATER)
    proposal.refresh_from_db()
    assert proposal.is_undecided


def test_accepted_it_is_recorded_with_its_history_and_the_person_is_told(post):
    proposal, staff = make.make_proposal(post, changes={"office": "Minister"}), make.make_staff()

    proposals.accept(proposal, by=staff, at=LATER)

    proposal.refresh_from_db()
    post.refresh_from_db()
    assert (proposal.accepted_at, proposal.decided_by) == (LATER, staff)
    assert post.office == "Minister"
    assert post.is_from_secretariat
    assert post.history.latest().history_change_reason == "Proposed by the focal point"
    assert trail() == [("proposal-accepted", staff.pseudonym, post.holder.key, "office")]
    [(to, subject, body)] = mails()
    assert (to, subject) == (post.holder.account.email, "What you proposed is recorded")
    assert "what you proposed about your post: office." in body
    assert "Example Person" not in body


def test_the_letter_becomes_a_source_of_the_secretariat_that_the_post_rests_on(post):
    proposal = make.make_proposal(post, letter=make.make_kept_file())
    cited = post.passages.get()

    proposals.accept(proposal, by=make.make_staff(), at=LATER)

    post.refresh_from_db()
    passage = post.passages.exclude(pk=cited.pk).get()
    assert passage.source == KeptFile.objects.get().source
    assert passage.source.audience == "secretariat"
    assert passage.says == "Letter about the post of Ghana"
    assert not post.is_from_secretariat


def test_another_name_is_the_person_s_and_consents_stay(post):
    consent = make.make_consent(post.holder)
    proposal = make.make_proposal(post, changes={"name": "Example Other"})

    proposals.accept(proposal, by=make.make_staff(), at=LATER)

    post.refresh_from_db()
    assert post.holder.name == "Example Other"
    assert post.holder.history.latest().name == "Example Other"
    assert post.holder.consents.open().get() == consent
    assert not post.is_from_secretariat


def test_what_was_changed_since_is_not_overwritten(post):
    proposal = make.make_proposal(post, changes={"office": "Minister", "institution": "Presidency"})
    Appointment.objects.update(office="Ambassador", institution="Presidency")

    with pytest.raises(ValidationError) as refused:
        proposals.accept(proposal, by=make.make_staff(), at=LATER)

    assert refused.value.messages == [
        "Office: “Director” when this was proposed, and “Ambassador” now. Somebody changed it in "
        "between: refuse the proposal, or set the field back first."
    ]
    proposal.refresh_from_db()
    assert proposal.is_undecided
    assert Appointment.objects.get().office == "Ambassador"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"name": "Example Other", "started": "2011"},
            "This party has a focal point at that time already (2010): two cannot hold the post "
            "at once.",
        ),
        (
            {"name": "Example Other", "started": "2014"},
            "The end of the one and the start of the other must be written alike: they are the "
            "same day.",
        ),
    ],
)
def test_what_the_register_refuses_is_said_and_nothing_is_half_done(post, changes, sentence):
    before = make.make_appointment(post.party, started="2010", ended="2013")
    Appointment.objects.filter(pk=post.pk).update(
        succeeds=before if "2014" in str(changes) else None
    )
    proposal = make.make_proposal(post, changes=changes, letter=make.make_kept_file())

    with pytest.raises(ValidationError) as refused:
        proposals.accept(proposal, by=make.make_staff(), at=LATER)

    assert refused.value.messages == [sentence]
    proposal.refresh_from_db()
    post.refresh_from_db()
    assert proposal.is_undecided
    assert (post.started, post.holder.name) == ("2013", "Example Person")
    assert KeptFile.objects.get().source is None
    assert not mails()
    assert not trail()


@pytest.fixture
def left(post):
    """What the holder before left undecided, with a letter, when staff corrected who holds it."""
    proposal = make.make_proposal(
        post,
        changes={"name": "Example Before"},
        explanation="A private matter.",
        letter=make.make_kept_file(),
    )
    post.holder = make.make_focal_point("Example Now", account=make.make_user())
    post.save()
    return proposal


def test_a_new_holder_reads_nothing_of_what_the_one_before_proposed(own, post, left):
    own.force_login(post.holder.account)

    for page in (page_of(post), "/me/"):
        text = own.get(page).text
        assert "A private matter." not in text
        assert "Example Before" not in text
        assert "Example Person" not in text
    assert soup_of(own, page_of(post)).select("form[enctype]")


def test_what_the_holder_before_left_is_withdrawn_when_the_new_one_proposes(own, post, left):
    own.force_login(post.holder.account)

    assert propose(own, post, office="Director General").url == "/me/"

    left.refresh_from_db()
    assert left.withdrawn_at
    assert left.letter is None
    assert not KeptFile.objects.exists()
    assert Proposal.objects.undecided().get().focal_point == post.holder
    assert trail() == [  # the newest first
        ("proposed", post.holder.account.pseudonym, post.holder.key, "office"),
        ("proposed", None, left.focal_point.key, "withdrawn"),
    ]


def test_what_the_new_holder_cannot_propose_withdraws_nothing(own, post, left):
    own.force_login(post.holder.account)

    assert propose(own, post).status_code == 400

    left.refresh_from_db()
    assert left.is_undecided
    assert left.letter


def test_it_is_not_recorded_of_another_holder(post):
    proposal = make.make_proposal(post)
    Appointment.objects.update(holder=make.make_focal_point())

    with pytest.raises(ValidationError, match="Somebody else is recorded as the holder"):
        proposals.accept(proposal, by=make.make_staff(), at=LATER)


def test_refused_it_changes_nothing_and_the_person_reads_why(post):
    proposal, staff = make.make_proposal(post), make.make_staff()

    proposals.refuse(proposal, by=staff, at=LATER, answer="The letter names another office.")

    proposal.refresh_from_db()
    assert (proposal.refused_at, proposal.decided_by) == (LATER, staff)
    assert Appointment.objects.get().office == "Director"
    [(to, subject, body)] = mails()
    assert (to, subject) == (post.holder.account.email, "What you proposed is not recorded")
    assert "The letter names another office." in body
    assert trail() == [("proposal-refused", staff.pseudonym, post.holder.key, "office")]


def test_nothing_is_refused_without_a_reason(post):
    with pytest.raises(ValidationError, match="Say why it is refused"):
        proposals.refuse(make.make_proposal(post), by=make.make_staff(), at=LATER, answer=" ")


def test_what_is_decided_stays_decided(post):
    proposal, staff = make.make_proposal(post), make.make_staff()
    proposals.refuse(proposal, by=staff, at=LATER, answer="No.")

    for decide in (
        lambda: proposals.accept(proposal, by=staff, at=LATER),
        lambda: proposals.refuse(proposal, by=staff, at=LATER, answer="No, again."),
        lambda: proposals.withdraw(proposal, by=post.holder.account, at=LATER),
    ):
        with pytest.raises(ValidationError, match="decided or withdrawn in the meantime"):
            decide()

    proposal.refresh_from_db()
    assert proposal.answer == "No."
    assert len(mails()) == 1


def test_the_own_posts_say_what_waits_and_what_was_answered(post):
    make.make_proposal(post, refused_at=make.NOON, answer="No such office.")
    waiting = make.make_proposal(post, changes={"institution": "Presidency"}, explanation="See it.")
    former = make.make_appointment(holder=post.holder, started="2010", ended="2012")

    first, second = official.own_posts(post.holder.account, timezone.now().date())

    assert (first.pk, first.is_held, first.waiting, first.answered) == (
        former.pk,
        False,
        None,
        None,
    )
    assert (second.words, second.is_held) == ("Ghana: focal point, since 2013", True)
    assert (second.waiting.pk, second.waiting.explanation) == (waiting.pk, "See it.")
    assert [each.after for each in second.waiting.sides] == ["Presidency"]
    assert (second.answered.fields, second.answered.answer) == ("office", "No such office.")


def test_the_own_page_leads_to_the_proposal_and_tells_the_answer(own, post):
    make.make_proposal(post, refused_at=make.NOON, answer="No such office.")

    text = text_of(own, "/me/")

    assert f'href="{page_of(post)}"' in own.get("/me/").text
    assert "Not recorded, as the secretariat decided on 22 November 2026: office." in text
    assert "No such office." in text


def test_the_own_posts_take_three_questions_however_many_there_are(post, django_assert_num_queries):
    for number in range(3):
        other = make.make_appointment(holder=post.holder, started=f"200{number}", ended="2012")
        make.make_proposal(other)

    with django_assert_num_queries(3):
        assert len(official.own_posts(post.holder.account, make.NOON.date())) == 4
