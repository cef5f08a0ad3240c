"""How definitions read in a draft: nothing twice, nothing in a name that belongs into a sentence."""

from __future__ import annotations

import json
from typing import Any

from .conftest import Checkout
from .test_pointers import xml


def change(checkout: Checkout, file: str, **more: Any) -> None:
    """Put ``more`` into a file of the nano protocol."""
    path = checkout.root / "schemas/toys/Cog" / file
    path.write_text(json.dumps({**json.loads(path.read_text()), **more}))


def arguments(*names: str) -> dict[str, Any]:
    said = "Whether it is so. [If so, it MUST be {0}.]{{#kept}}"
    return {
        "type": "object",
        "properties": {n: {"description": said.format(n), "type": "boolean", "default": False} for n in names},
    }


def test_arguments_that_get_has_too_are_named_once_more_and_keep_their_requirements(checkout: Checkout) -> None:
    path = checkout.root / "schemas/toys/Cog/methods.json"
    spin = json.loads(path.read_text())["spin"]
    spin["request"]["properties"] |= arguments("oiled", "clean")["properties"]
    change(checkout, "methods.json", get={"request": arguments("oiled", "clean", "sharp")}, spin=spin)
    methods = "## Get\n\n```{jmap:method} Cog/get\n```\n\n## Spin\n\n```{jmap:method} Cog/spin\n```\n"
    checkout.draft(f"{methods}\n## List\n\n```{{jmap:listed}}\n```\n", informative="RFC8620")
    made = xml(checkout)
    assert made.count("MUST</bcp14> be oiled") == made.count("MUST</bcp14> be clean") == 1
    spun = made[made.index("<name>Spin") :]
    assert "<strong>oiled</strong>, <strong>clean</strong>" in spun and "with the same defaults" in spun
    for one in ("Cog.get.oiled", "Cog.spin.oiled"):
        assert f'"toys.{one}' in made, one
    listed = made[made.index("<name>List") :]
    assert listed.count(">kept<") == 5, "three of get, two of spin"


def test_a_default_too_long_for_a_line_is_a_sentence(checkout: Checkout) -> None:
    path = checkout.root / "schemas/toys/Cog/Cog.json"
    long = "that of the Gear that was made last, or the one that the user chose"
    colour = {"description": "What it looks like.\n\nFrom afar.", "type": "string", "x-jmap": {"default": long}}
    short = {"description": "Where it is.", "type": "string", "x-jmap": {"default": "here and now"}}
    properties = {**json.loads(path.read_text())["properties"], "colour": colour, "spot": short}
    change(checkout, "Cog.json", properties=properties)
    checkout.draft("## A\n\n```{jmap:type} Cog\n```\n")
    made = xml(checkout)
    assert f"What it looks like. Default: {long}.</t>" in made
    assert "(default: here and now)" in made


def test_many_patterns_are_told_by_what_they_differ_in(checkout: Checkout) -> None:
    path = checkout.root / "schemas/toys/Cog/Cog.json"
    number = {"description": "A number.", "$ref": "../../core/types.json#/$defs/UnsignedInt"}
    endings = ("", ":old", ":new", ":worn")
    spokes = {"description": "Any.", "type": "object", "patternProperties": {f"^s[0-9]+{e}$": number for e in endings}}
    change(checkout, "Cog.json", **{"$defs": {**json.loads(path.read_text()).get("$defs", {}), "Spokes": spokes}})
    checkout.draft("## A\n\n```{jmap:type} Spokes\n```\n")
    made = xml(checkout)
    assert made.count("^s[0-9]+") == 1 and "A number." not in made
    assert "<dt>nothing</dt>" in made and "<dt><tt>:worn</tt></dt>" in made


def test_who_leads_to_a_list_is_not_led_there_twice(checkout: Checkout) -> None:
    checkout.draft("## A\n\nA Cog is told by this:\n\n```{jmap:type} Cog\n:properties: id\n:bare:\n```\n")
    assert "has these properties" not in xml(checkout)
    checkout.draft("## A\n\nA Cog is told by its id.\n\n```{jmap:type} Cog\n:properties: id\n:bare:\n```\n")
    assert "has these properties, among others:" in xml(checkout)
