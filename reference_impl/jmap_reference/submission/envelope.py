"""The envelope of a message: made of its header, and checked (RFC 8621, Section 7)."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import set_
from ..limits import Limits
from ..mail.message.headers import header_value
from ..mail.message.parts import Header
from ..store.values import Record
from .addresses import fits, is_address, same_key


def sender_addresses(headers: Sequence[Header]) -> list[str]:
    """The addresses in the From, of all such fields.

    Raises:
        InvalidEmail: there is none.
    """
    found = [address for field in header_value(headers, "From", "Addresses", all_=True) for address in field]
    if not found:
        raise set_.InvalidEmail("it has no sender", properties=["from"])
    return [address["email"] for address in found]


def generated(headers: Sequence[Header], identity: str) -> Record:
    """The envelope of a message with these header fields, which is sent as ``identity``, an address.

    Raises:
        InvalidEmail: who sends it cannot be told.
    """
    recipients: dict[str, str] = {}
    # req: submission/EmailSubmission/envelope/recipients-of-email
    #   The rcptTo MUST then be the addresses of the To, Cc and Bcc, each once and without parameters.
    for name in ("To", "Cc", "Bcc"):
        for field in header_value(headers, name, "Addresses", all_=True):
            for address in field:
                recipients.setdefault(same_key(address["email"]), address["email"])
    return {
        "mailFrom": {"email": _mail_from(headers, identity), "parameters": None},
        "rcptTo": [{"email": email, "parameters": None} for email in recipients.values()],
    }


def _mail_from(headers: Sequence[Header], identity: str) -> str:
    name = "Sender" if header_value(headers, "Sender", "Addresses", all_=True) else "From"
    fields = header_value(headers, name, "Addresses", all_=True)
    # req: submission/EmailSubmission/envelope/several-senders
    if len(fields) != 1 or len(fields[0]) != 1:
        said = "whoever sends it is to be one, in a Sender field if the From has several"
        raise set_.InvalidEmail(said, properties=[name.lower()])
    email: str = fields[0][0]["email"]
    if fits(email, identity):
        return email
    # req: submission/EmailSubmission/envelope/identity-instead
    #   If the Identity does not allow the address found, the server MUST take the email of the Identity instead.
    # An Identity of a whole domain is no address that could be taken instead; the From has been found to fit it.
    return sender_addresses(headers)[0] if identity.startswith("*@") else identity


def completed(envelope: Record) -> Record:
    """An envelope as a client sent it, with what it may leave out: who has no ``parameters`` has ``null`` for them."""

    def address(sent: Record) -> Record:
        return {"parameters": None, **sent}

    return {"mailFrom": address(envelope["mailFrom"]), "rcptTo": [address(each) for each in envelope["rcptTo"]]}


def check_recipients(envelope: Record, limits: Limits) -> None:
    """
    Raises:
        NoRecipients, TooManyRecipients, InvalidRecipients
    """
    emails = [address["email"] for address in envelope["rcptTo"]]
    # req: submission/EmailSubmission/set/errors/noRecipients/refused
    #   The server MUST refuse to send to nobody, with this error.
    if not emails:
        raise set_.NoRecipients()
    # req: submission/errors/set/tooManyRecipients/limit-named
    #   The error MUST have a member maxRecipients.
    if len(emails) > limits.most_recipients:
        raise set_.TooManyRecipients(maxRecipients=limits.most_recipients)
    # req: submission/EmailSubmission/set/errors/invalidRecipients/refused
    #   The server MUST refuse what is no address, with this error.
    # req: submission/errors/set/invalidRecipients/addresses-named
    #   The error MUST have a member invalidRecipients.
    if invalid := [email for email in dict.fromkeys(emails) if not is_address(email)]:
        raise set_.InvalidRecipients(invalidRecipients=invalid)


def check_size(octets: int, limits: Limits) -> None:
    # req: submission/EmailSubmission/set/errors/tooLarge/message-size
    #   The server MUST refuse such a message with this error.
    # req: submission/EmailSubmission/set/errors/tooLarge/max-size-named
    #   The error MUST have a member maxSize.
    if octets > limits.largest_message:
        raise set_.TooLarge(f"no more than {limits.largest_message} octets", maxSize=limits.largest_message)
