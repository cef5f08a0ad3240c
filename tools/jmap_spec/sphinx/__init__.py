"""The Sphinx extension: MyST prose and the model, to a site and to RFCXML.

The same Markdown is a page of the site and a part of an Internet-Draft. What an author may
write, and what becomes of it (left: in the Markdown; right: in RFCXML):

**A draft** is a folder ``drafts/NAME/``. ``index.md`` has the front matter and the toctree::

    ---
    draft:
      name: draft-ietf-jmap-protocol      # the folder's name, without -NN
      title: The JSON Meta Application Protocol (JMAP)
      abbrev: JMAP
      short: JMAP-PROTOCOL                # how our other drafts cite it; else I-D.ietf-jmap-protocol
      tocDepth: 2                         # levels of headings in the table of contents; else 3
      category: std                       # std | info | exp | bcp
      ipr: trust200902
      submissionType: IETF
      area: ART
      workgroup: JMAP
      consensus: true
      keyword: [JMAP, JSON]
      obsoletes: [8620]                   # numbers of RFCs; also updates
      authors: [{organization: JMAP Working Group, email: jmap@ietf.example}]
      venue: {group: JMAP, mail: jmap@ietf.org, arch: https://…, repo: https://…}   # a note for now
      normative: [RFC2119, RFC8174]       # keys of drafts/references.yaml
      informative: [RFC5598]
    ---
    # The JSON Meta Application Protocol (JMAP)

    ```{abstract}
    One or two paragraphs, without citations.
    ```

    ```{toctree}
    introduction
    types
    ```

Every file of the toctree starts with one ``#`` heading: a section of the draft.

============================================  =================================================
paragraphs, lists, definition lists           ``t ul ol dl`` (term on a line, ``: text`` below)
pipe table, ```` ```{table} Caption ````      ``table`` (caption is its ``name``; no lists in cells)
```` ```json ````                             ``sourcecode``, folded by RFC 8792 where it must be
```` ```text ````                             ``artwork`` (pictures made of letters)
```` ```{code-block} json ```` + ``:caption:``  ``figure`` (``:name:`` makes it a target)
``> quote``                                   ``blockquote``
```` ```{note} ````, ``{warning}`` …          ``aside``
``(label)=`` before a heading, table, …       ``anchor``
``[words](#label)``, ``{ref}`label```         ``xref`` with words, ``xref`` that prints "Section 3"
``{ref}`label```, label in another draft      the number of that section "of" that draft, which the
                                              front matter lists as ``I-D.ietf-jmap-protocol``
``{rfc}`8620#section-5.1```                   ``xref target="RFC8620" section="5.1"``
``{bib}`KEY```, ``{bib}`KEY#section-2```      the same for any key of ``references.yaml``
``<https://example.com/>``                    ``eref``
MUST, SHOULD NOT, MAY …                       ``bcp14`` (marked by itself, not in code)
``[The whole sentence MUST be here.]{#word}`` a requirement: an anchor on its block
```` ```{bcp14} ````                          the paragraph of RFC 8174; no need to write it
```` ```{back-matter} ```` below a heading    the section moves to the back, unnumbered;
                                              with ``:appendix:`` it is an appendix with a letter
```` ```{only} rfcxml ````, ``{only} html``   shown in the draft only, on the site only
``% comment``                                 nothing
============================================  =================================================

**The subject of requirements.** ```` ```{jmap:about} core/request ```` + closing fence, below a
heading, says what the requirements of this section are about: the span ``{#word}`` there has the
id ``core/request/word``. It holds until the section ends; subsections may say their own.
A span where no subject is said is a problem.

**Splices**, all of them fenced directives without content. They make no heading of their own
(``jmap:rest`` does): write the heading, some prose, then the splice.

``{jmap:type} Mailbox``
    Its description, its properties, then its parts (``MailboxRights``). Also for wire structures
    (``Session``) and scalars (``Id``). ``:properties: id name`` splices only these (each property
    must then be spliced somewhere in the draft, once); ``:bare:`` leaves the description out;
    ``:without: MailboxRights`` leaves parts out, which are then spliced by name.
``{jmap:method} Mailbox/get``
    What this type adds to the standard method: arguments, filter, sort, errors. ``:whole:`` repeats
    what comes from the standard method; methods of a type's own are always whole. A draft names arguments
    that are those of the type's /get, word for word, and says so.
``{jmap:standard} get``
    A standard method over Foo: arguments, response, errors.
``{jmap:capability} core``
    The description, the members of its Session object and of its account object.
``{jmap:errors} method``
    The errors of a level (request, method, set) of a room (``:room: core``).
``{jmap:registry} capabilities``
    ``:as: table``, ``list``, ``names`` or ``templates``; the default is what fits the registry. Derived are
    ``capabilities``, ``errorCodes`` and ``dataTypes``, of which a draft shows the entries of its rooms (those
    whose capability it splices); others are called by their name in registries.json.
``{jmap:example} mail/Mailbox/get/all``
    Request and response (for ``core/Session``, the first of the structure's own examples). A draft prints
    the method calls, and ``…`` where the example elides; ``:whole:`` prints the Request and Response
    objects; ``:only: request`` (or ``response``).
``{jmap:requirements} mail/Mailbox``
    The requirements about a subject and its parts, with level and place.
``{jmap:listed}``
    Every requirement whose sentence stands in this draft, by type and subject, with level, party and discharge.
``{jmap:need} R7 One login``
    A numbered requirement of a problem statement, with its text as content. ``:met: label label`` names
    the sections of any draft that meet it; ``{ref}`R7``` leads to it.
``{jmap:measured} NAME``
    A figure of our own: the content says what is measured, ``docs/measured/NAME.json`` (``title``, ``how``,
    ``columns``, ``rows``) has the table. Without the file the text says that it was not measured yet.
``{jmap:cases} standard``
    Every case in a folder of the conformance suite, an area a section: what it checks, where it is run, its
    documentation. The site has a page for each area besides.
``{jmap:coverage}``
    A table: for each room, how many requirements have a case, a rule of a schema, or neither.
``{jmap:status}``
    What the suite said of each server (docs/results/*.json), of the cases that look for a requirement of this
    draft; of all cases, in a draft without requirements. ``{jmap:results}`` is the matrix of the site.
``{jmap:diagram} NAME``
    The picture ``diagrams/NAME.txt`` beside the page; the content is its caption, ``:name:`` makes it a target.
    An ``artset`` of the letters and of SVG made of them.
``{jmap:rest} mail``
    Every capability, type, method, error level and registry of the room that no draft splices
    by name, each under a heading of its own, types with their methods. A new type is in the draft the
    moment that it is in the source. In index.md, between two toctrees, its headings are sections of the draft.

A draft may splice a definition once; every definition must be in some draft, and the properties of a
type may be divided among drafts.

**Roles**: ``{jmap:type}`Mailbox```, ``{jmap:prop}`Mailbox/name```, ``{jmap:method}`Mailbox/get```
(``{jmap:method}`/get``` is the standard one), ``{jmap:arg}`Mailbox/get/ids```,
``{jmap:error}`stateMismatch``` (``set/notFound`` where two levels have it), ``{jmap:capability}`mail```,
``{jmap:req}`mail/Mailbox/name/unique-among-siblings```, ``{jmap:case}`Foo/get/no-ids-give-no-records```.
``{jmap:type}`mailboxes <Mailbox>``` shows other words. They link within the draft, or to the page of the
site; in a draft that does not splice the thing they are only its name.

**Anchors.** The anchor of anything is its id with ``.`` for ``/``: ``mail.Mailbox.name``.

**drafts/references.yaml**, every cited document, by key; our own drafts are not in it, since
``I-D.ietf-jmap-protocol`` is made from the front matter of that draft::

    RFC8174:
      title: Ambiguity of Uppercase vs Lowercase in RFC 2119 Key Words
      authors: [{initials: B., surname: Leiba}]      # or {organization: Unicode Consortium}; role: editor
      date: 2017-05                                  # YYYY, YYYY-MM or YYYY-MM-DD
      series: {BCP: "14", RFC: "8174", DOI: 10.17487/RFC8174}
      target: https://www.rfc-editor.org/info/rfc8174
      status: best current practice                  # for the check of downward references
    BCP14:
      group: [RFC2119, RFC8174]                      # a referencegroup
      target: https://www.rfc-editor.org/info/bcp14
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything. Imported late: ``splices`` and ``names`` are used without Sphinx too."""
    from . import extension

    return extension.setup(app)
