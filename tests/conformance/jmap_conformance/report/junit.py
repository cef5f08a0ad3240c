"""JUnit XML, which build servers read. It knows four outcomes; ours stands in the properties of each case."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any, Final

#: What XML 1.0 cannot hold.
_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: dict[str, Any]) -> str:
    """The report as one test suite."""
    rows, summary = report["results"], report["summary"]
    skipped = summary["unsupported"] + summary["disabled"]
    suite = ET.Element(
        "testsuite", name="jmap-conformance", tests=str(len(rows)), failures=str(summary["fail"]),
        errors=str(summary["error"] + summary["blocked"]), skipped=str(skipped), time=str(summary["duration"]),
        timestamp=report["started"],
    )  # fmt: skip
    for row in rows:
        _case(suite, row)
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _case(suite: ET.Element, row: dict[str, Any]) -> None:
    area = row["id"].rpartition("/")[0].replace("/", ".")
    made = ET.SubElement(suite, "testcase", classname=area, name=row["id"], time=str(row["duration"]))
    properties = ET.SubElement(made, "properties")
    for name, value in (
        ("outcome", row["outcome"]),
        ("level", row["level"]),
        *(("requirement", one) for one in row["requirements"]),
    ):
        ET.SubElement(properties, "property", name=name, value=value)
    message = _UNFIT.sub("�", row["message"])
    if row["outcome"] == "fail" and "expected_failure" not in row:
        ET.SubElement(made, "failure", message=message, type=" ".join(row["broken"])).text = message
    elif row["outcome"] in ("error", "blocked") and "expected_failure" not in row:
        ET.SubElement(made, "error", message=message, type=row["outcome"]).text = message
    elif row["outcome"] in ("unsupported", "disabled") or "expected_failure" in row:
        ET.SubElement(made, "skipped", message=_UNFIT.sub("�", row.get("expected_failure", message)))
    elif row["outcome"] == "warn":
        ET.SubElement(made, "system-out").text = message
