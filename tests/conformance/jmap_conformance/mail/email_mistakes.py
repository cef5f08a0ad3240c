"""Email/set: the rules for the form of a creation, beyond those for each property (RFC 8621, Section 4.6)."""

from __future__ import annotations

from ..case import case, only
from ..foo import Foo
from ..mistakes import none_of, refusals_of, wrong_creations


@case(
    requirements=["mail/Email/set/broken-rules-refused"], area="create", over=only("Email", "set"), needs=["records"]
)
def each_rule_of_the_form_is_kept(foo: Foo) -> None:
    """A creation that breaks any one rule for its form, in the Email or in a body part, is refused.

    Purpose: To see that a field given twice is found whatever its property, and whatever the case of its name.
    Preconditions: Emails can be made.
    Procedure: Take a creation that the server accepts and put one mistake into it that no property alone has: a header
    field under two names, a body twice, a charset for a blob; do so for each rule, many creations to a call.
    Expected: Each is in notCreated with invalidProperties, or with an error of Email/set that fits better.
    Why: A server that takes one of the two and drops the other loses what the user wrote.
    """
    mistakes = [one for one in foo.server.manifest.mistakes_of("Email.creation") if one.get("form")]
    wrong = wrong_creations(foo, mistakes, *refusals_of(foo))
    none_of(wrong, "creations that break a rule for their form were not refused as such")
