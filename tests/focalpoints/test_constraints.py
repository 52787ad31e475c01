from datetime import timedelta

import pytest

from tests import make
from tests.refusal import again, changed, constraints_of, refusal_of

pytestmark = pytest.mark.django_db


def private_contact_for_the_network():
    return changed(make.make_contact_detail(), kind="assistant", audience="network")


def second_open_primary():
    return again(make.make_appointment(), started="2013")


def same_holder_twice():
    return again(make.make_appointment(holder=make.make_focal_point(), capacity="joint"))


def unnamed_twice():
    return again(make.make_appointment(capacity="joint"))


def its_own_predecessor():
    row = make.make_appointment()
    return changed(row, succeeds=row)


def end_before_start():
    return changed(make.make_appointment(started="2012-09-29"), ended="2012-09-28")


def step_twice():
    return again(make.make_step())


def appointment_that_was_not_announced():
    appointment = make.make_appointment()
    return changed(make.make_step(appointment.party, kind="joined"), appointment=appointment)


def network_count_twice():
    return again(make.make_network_count())


def contact_for_nobody():
    return changed(make.make_contact_detail(), audience="")


def contact_opened_by_staff():
    return changed(make.make_contact_detail(), audience="public")


def contact_twice():
    return again(make.make_contact_detail())


def portrait_too_wide():
    return changed(make.make_portrait(), width=481)


def consent_twice():
    return again(make.make_consent())


def consent_withdrawn_before_given():
    return changed(make.make_consent(), withdrawn_at=make.NOON - timedelta(seconds=1))


def hidden_twice():
    return again(make.make_protection())


def protection_lifted_before_begun():
    return changed(make.make_protection(), lifted_at=make.NOON - timedelta(seconds=1))


def accepted_and_revoked():
    later = make.NOON + timedelta(days=1)
    return changed(make.make_appointment_invitation(), accepted_at=later, revoked_at=later)


def expired_before_written():
    return changed(make.make_appointment_invitation(), expires_at=make.NOON - timedelta(days=99))


def invited_twice():
    invitation = make.make_appointment_invitation()
    return again(invitation, token_hash="0" * 64)


def seconded_by_oneself():
    decision = make.make_protection_decision()
    return changed(decision, seconded_by=decision.asked_by)


def carried_out_alone():
    return changed(make.make_protection_decision(), carried_out_at=make.NOON)


def carried_out_and_withdrawn():
    times = {"carried_out_at": make.NOON, "alone_until": make.NOON, "withdrawn_at": make.NOON}
    return changed(make.make_protection_decision(), **times)


def asked_for_twice():
    return again(make.make_protection_decision())


def proposal_accepted_and_refused():
    return changed(make.make_proposal(), accepted_at=make.NOON, refused_at=make.NOON, answer="No.")


def proposal_refused_without_reason():
    return changed(make.make_proposal(), refused_at=make.NOON)


def second_undecided_proposal():
    return again(make.make_proposal())


def field_changed_twice():
    return again(make.make_proposal().changes.get(), after="Minister")


def change_of_nothing():
    return changed(make.make_proposal().changes.get(), after="Director")


def handover_accepted_and_withdrawn():
    return changed(make.make_handover(), accepted_at=make.NOON, withdrawn_at=make.NOON)


def handover_refused_without_reason():
    return changed(make.make_handover(), refused_at=make.NOON)


def second_pending_handover():
    """The first one is accepted, and waits for its day."""
    return again(make.make_handover(accepted_at=make.NOON), accepted_at=None)


def handover_to_nobody():
    return changed(make.make_handover(), successor_name="")


def handover_carried_out_and_not_accepted():
    return changed(make.make_handover(), carried_out_at=make.NOON)


def erased_with_a_note():
    return changed(make.make_focal_point(), name="", note="A note", erased_at=make.NOON)


def erasure_asked_for_twice():
    return again(make.make_erasure_request())


def erasure_decided_twice():
    return again(make.make_erasure_decision())


def erasure_seconded_by_oneself():
    decision = make.make_erasure_decision()
    return changed(decision, seconded_by=decision.asked_by)


def erasure_carried_out_alone():
    return changed(make.make_erasure_decision(), carried_out_at=make.NOON)


def erasure_carried_out_and_withdrawn():
    times = {"carried_out_at": make.NOON, "alone_until": make.NOON, "withdrawn_at": make.NOON}
    return changed(make.make_erasure_decision(), **times)


def confirmed_twice_on_one_day():
    return again(make.make_confirmation())


def told_twice():
    return again(make.make_notice())


def assistant_of_two():
    return again(make.make_assistance(), focal_point=make.make_colleague())


def assistant_accepted_and_revoked():
    later = make.NOON + timedelta(days=1)
    return changed(make.make_assistant_invitation(), accepted_at=later, revoked_at=later)


def assistant_invited_until_yesterday():
    return changed(make.make_assistant_invitation(), expires_at=make.NOON - timedelta(days=99))


def assistant_invited_twice():
    return again(make.make_assistant_invitation(), token_hash="0" * 64)


CASES = {
    "assistance_of_one": (assistant_of_two, "The account drafts for somebody already."),
    "focalpoints_assistantinvitation_accepted_or_revoked": (
        assistant_accepted_and_revoked,
        "What was accepted cannot be revoked.",
    ),
    "focalpoints_assistantinvitation_expires_later": (
        assistant_invited_until_yesterday,
        "An invitation expires after it was written.",
    ),
    "focalpoints_assistantinvitation_one_open": (
        assistant_invited_twice,
        "This address has been invited already.",
    ),
    "confirmation_once_a_day": (confirmed_twice_on_one_day, "This was confirmed already."),
    "notice_once": (told_twice, "The person was told of this already."),
    "focal_point_named_or_erased": (erased_with_a_note, "Whoever is not erased has a name."),
    "erasure_request_one_open": (erasure_asked_for_twice, "This has been asked for already."),
    "erasure_decision_one_open": (erasure_decided_twice, "This has been asked for already."),
    "focalpoints_erasuredecision_by_two": (
        erasure_seconded_by_oneself,
        "Nobody seconds what they have asked for themselves.",
    ),
    "focalpoints_erasuredecision_by_two_or_later": (
        erasure_carried_out_alone,
        "It takes a second person, or a day.",
    ),
    "focalpoints_erasuredecision_withdrawn_or_done": (
        erasure_carried_out_and_withdrawn,
        "What was carried out cannot be withdrawn.",
    ),
    "focalpoints_handover_one_outcome": (
        handover_accepted_and_withdrawn,
        "It was decided or withdrawn in the meantime.",
    ),
    "focalpoints_handover_refused_with_reason": (
        handover_refused_without_reason,
        "Say why it is refused: the person reads it.",
    ),
    "handover_one_pending": (
        second_pending_handover,
        "A handover of this post is under way already: withdraw it, to make another.",
    ),
    "handover_to_somebody": (handover_to_nobody, "Say who takes over."),
    "handover_carried_out_once_accepted": (
        handover_carried_out_and_not_accepted,
        "A handover is carried out once it is accepted.",
    ),
    "focalpoints_proposal_one_outcome": (
        proposal_accepted_and_refused,
        "It was decided or withdrawn in the meantime.",
    ),
    "focalpoints_proposal_refused_with_reason": (
        proposal_refused_without_reason,
        "Say why it is refused: the person reads it.",
    ),
    "proposal_one_undecided": (
        second_undecided_proposal,
        "A proposal about this post waits for the secretariat already: withdraw it, to make "
        "another one.",
    ),
    "proposed_change_once": (field_changed_twice, "A field is changed once."),
    "proposed_change_changes": (change_of_nothing, "Nothing is changed."),
    "focalpoints_appointmentinvitation_accepted_or_revoked": (
        accepted_and_revoked,
        "What was accepted cannot be revoked.",
    ),
    "focalpoints_appointmentinvitation_expires_later": (
        expired_before_written,
        "An invitation expires after it was written.",
    ),
    "focalpoints_appointmentinvitation_one_open": (
        invited_twice,
        "This address has been invited already.",
    ),
    "focalpoints_protectiondecision_by_two": (
        seconded_by_oneself,
        "Nobody seconds what they have asked for themselves.",
    ),
    "focalpoints_protectiondecision_by_two_or_later": (
        carried_out_alone,
        "It takes a second person, or a day.",
    ),
    "focalpoints_protectiondecision_withdrawn_or_done": (
        carried_out_and_withdrawn,
        "What was carried out cannot be withdrawn.",
    ),
    "protection_decision_one_open": (asked_for_twice, "This has been asked for already."),
    "contact_once": (contact_twice, "This contact is recorded already."),
    "portrait_size": (portrait_too_wide, "A portrait is at most 480 pixels wide and high."),
    "contact_audience_known": (contact_for_nobody, "Say who may see this contact."),
    "contact_opened_by_person": (
        contact_opened_by_staff,
        "Only the person opens a contact to the public.",
    ),
    "consent_one_open": (consent_twice, "The person has agreed to this already."),
    "consent_withdrawn_not_before_given": (
        consent_withdrawn_before_given,
        "A consent cannot be withdrawn before it was given.",
    ),
    "protection_one_open": (hidden_twice, "The person is hidden already."),
    "protection_lifted_not_before_begun": (
        protection_lifted_before_begun,
        "A protection cannot be lifted before it began.",
    ),
    "contact_private_stays_private": (
        private_contact_for_the_network,
        "A private contact is for the person and the secretariat only.",
    ),
    "appointment_one_open_primary": (
        second_open_primary,
        "This party has a focal point with no end recorded. End that appointment first, or "
        "record this one as joint, acting or alternate.",
    ),
    "appointment_unique": (same_holder_twice, "This appointment is recorded already."),
    "appointment_unnamed_unique": (unnamed_twice, "This appointment is recorded already."),
    "appointment_not_its_own_predecessor": (
        its_own_predecessor,
        "An appointment cannot succeed itself.",
    ),
    "appointment_end_not_before_start": (
        end_before_start,
        "The first day out of office cannot come before the start.",
    ),
    "step_unique": (step_twice, "This step is recorded already."),
    "step_appointment_only_announced": (
        appointment_that_was_not_announced,
        "Only the announcement of an appointment names an appointment.",
    ),
    "network_count_unique": (network_count_twice, "This number is recorded already."),
}


def test_every_constraint_is_tested_here():
    assert constraints_of("focalpoints") == set(CASES)


@pytest.mark.parametrize(("make_wrong_row", "sentence"), CASES.values(), ids=CASES)
def test_the_database_refuses_and_a_sentence_says_why(make_wrong_row, sentence):
    assert refusal_of(make_wrong_row()) == [sentence]


@pytest.mark.parametrize("ended", ["2012-09-29", "[..2012-09-29]", "2012", "[2010..2013]", ""])
def test_an_end_on_the_day_of_the_start_or_on_an_unknown_day_is_taken(ended):
    changed(make.make_appointment(started="2012-09-29"), ended=ended).save()


def test_a_second_open_appointment_is_taken_where_it_is_not_the_primary_one():
    first = make.make_appointment()

    for capacity in ("joint", "acting", "alternate"):
        again(first, capacity=capacity).save()

    assert first.party.appointments.count() == 4
