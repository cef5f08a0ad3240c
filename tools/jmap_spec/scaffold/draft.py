"""A new Internet-Draft: front matter, and the sections that every draft has."""

from __future__ import annotations

import re

from ..model import Protocol
from .wrong import WrongUse

PREFIX = "draft-ietf-jmap-"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")

_INDEX = """\
---
draft:
  name: {name}
  title: {title}
  abbrev: {title}
  category: std
  ipr: trust200902
  submissionType: IETF
  area: Applications and Real-Time
  workgroup: JMAP
  consensus: true
  keyword: [JMAP]
  authors:
    - {{organization: JMAP Working Group, email: jmap@ietf.org}}
  venue:
    group: JMAP
    mail: jmap@ietf.org
    arch: https://mailarchive.ietf.org/arch/browse/jmap/
  normative:
    - I-D.ietf-jmap-protocol
    - RFC2119
    - RFC8174
---
# {title}

```{{abstract}}
This document says what {title} is for, in three sentences.
```

```{{toctree}}
introduction
conventions
security
privacy
iana
```

```{{toctree}}
questions
changes
acknowledgements
```
"""

_SECTIONS = {
    "introduction": """\
# Introduction

What a newcomer has to know first: who needs this, what happens today, and an example.
The protocol itself is that of {bib}`I-D.ietf-jmap-protocol`.
""",
    "conventions": """\
# Conventions

```{bcp14}
```

The terms, and the notation for types, are those of {bib}`I-D.ietf-jmap-protocol`: see {ref}`terms` and {ref}`notation`.
""",
    "security": """\
# Security Considerations

Those of {bib}`I-D.ietf-jmap-protocol` apply.
What can be attacked here, by whom, and what counters it.
""",
    "privacy": """\
# Privacy Considerations

Who learns what of whom by this, and how little would do.
""",
    "iana": """\
# IANA Considerations

This document asks nothing of IANA.
""",
    "questions": """\
# Open Questions

```{back-matter}
:appendix:
```

This appendix is to be removed before publication.

*   What is not settled yet.
""",
    "changes": """\
# Changes

```{back-matter}
:appendix:
```

This appendix is to be removed before publication.

This is the first revision.
""",
    "acknowledgements": """\
# Acknowledgements

```{back-matter}
```

The documents that this one builds on.
""",
}


def files(whole: Protocol, name: str) -> dict[str, str]:
    """The texts of ``draft-ietf-jmap-NAME``, by path below the root; raises WrongUse."""
    word = name.removeprefix(PREFIX)
    if not _NAME.match(word):
        raise WrongUse(f'"{name}" is no name of a draft: words in kebab case, as in {PREFIX}contacts')
    folder, title = f"drafts/{PREFIX}{word}", f"JMAP {word.replace('-', ' ').title()}"
    return {
        f"{folder}/index.md": _INDEX.format(name=PREFIX + word, title=title),
        **{f"{folder}/{section}.md": text for section, text in _SECTIONS.items()},
    }
