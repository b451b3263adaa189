"""``attrib rules``: check, list and show rules, and try a pattern that is not saved yet."""

from typing import TYPE_CHECKING, Annotated

import typer

from attrib.commands import options
from attrib.commands.command import Command
from attrib.commands.session import ExitCode, load_or_stop, rule_folder, session, stop

if TYPE_CHECKING:
    from pathlib import Path

    from attrib.rules import Rule, RuleSet
    from attrib.trying import Hit

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="JSON, a line a result.")]


@app.callback()
def rules_group() -> None:
    """Check, list, show and try rules. docs/rules.md explains the rule language.

    \b
    Examples:
      attrib rules check
      attrib rules show clause.subject-verb
      attrib rules try 'speaker=@np cue=<cue-verb>' articles.jsonl
    """


@app.command(cls=Command)
def check(
    rules: options.Rules = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Name everything that is wrong with a rule folder, each as file:line: id: message.

    Keys, values, ids, classes, lists, macros, gaps; then every example is run. Warnings are named
    but harm nothing. Exit code 2 if there are errors.

    \b
    Examples:
      attrib rules check
      attrib rules check --rules aturan-saya/
    """
    from attrib.checking import check as check_rules

    folder = _folder(rules)
    with session():
        found = check_rules(folder)
    for finding in found:
        typer.echo(str(finding))
    errors = sum(not f.warning for f in found)
    warnings = len(found) - errors
    typer.echo(f"{folder}: {_count(errors, 'error')}, {_count(warnings, 'warning')}", err=True)
    if errors or (strict and warnings):
        raise typer.Exit(int(ExitCode.USAGE))


@app.command("list", cls=Command)
def list_rules(
    table: Annotated[
        str | None,
        typer.Option("--table", help="Only rule, cut, mention or circumstance."),
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", help="Only draft, test, stable or off.")
    ] = None,
    as_json: AsJson = False,
    rules: options.Rules = None,
) -> None:
    """List the rules in the order in which they are tried.

    \b
    Columns: table, id, status, priority (rules only), examples (match + no_match), gloss.
    """
    from attrib.rules import STATUSES, TABLES

    for value, allowed, name in ((table, TABLES, "--table"), (status, STATUSES, "--status")):
        if value is not None and value not in allowed:
            raise typer.BadParameter(f"must be one of {', '.join(allowed)}", param_hint=name)
    rule_set = _rules(rules)
    chosen = [
        r
        for t in TABLES
        for r in sorted(
            (r for r in rule_set.rules if r.table == t),
            key=lambda r: -r.priority if r.table == "rule" else 0,
        )
        if table in (None, t) and status in (None, r.status)
    ]
    if as_json:
        for r in chosen:
            typer.echo(_as_json(r))
        return
    width = max((len(r.id) for r in chosen), default=0)
    for r in chosen:
        priority = str(r.priority) if r.table == "rule" else ""
        count = f"{len(r.match)}+{len(r.no_match)}"
        typer.echo(
            f"{r.table:<12} {r.id:<{width}} {r.status:<6} {priority:>3} {count:>6}  {r.gloss}"
        )


@app.command(cls=Command)
def show(
    rule_id: Annotated[
        str, typer.Argument(metavar="ID", help="The rule's id, or a macro's @name.")
    ],
    as_json: AsJson = False,
    rules: options.Rules = None,
) -> None:
    """Show a rule: where it stands, its pattern element by element, its lists and examples.

    \b
    Examples:
      attrib rules show quote.cue-speaker
      attrib rules show @between
    """
    rule_set = _rules(rules)
    if rule_id.startswith("@"):
        typer.echo(_macro(rule_set, rule_id[1:]))
        return
    found = [r for r in rule_set.rules if r.id == rule_id]
    if not found:
        raise stop(_unknown(rule_set, rule_id), ExitCode.USAGE)
    typer.echo(_as_json(found[0]) if as_json else _shown(rule_set, found[0]))


@app.command("try", cls=Command)
def try_pattern(
    pattern: Annotated[str, typer.Argument(metavar="PATTERN", help="As in a rule's pattern.")],
    paths: options.Paths,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="Hits to show; 0: all.")
    ] = 50,
    new: Annotated[bool, typer.Option("--new", help="Only hits that no rule touches.")] = False,
    as_json: AsJson = False,
    rules: options.Rules = None,
    id_field: options.IdField = "id",
    text_field: options.TextField = "text",
) -> None:
    """Show where a pattern that is no rule yet would match, and how often.

    Under each hit stand its roles and the rules that take the same words already.

    \b
    Examples:
      attrib rules try 'cue=<cue-say> speaker=( Cap{2} )' seeds/
      attrib rules try "quote=QUOTE ,? begitu cue='bunyi' speaker=@np" crawl.jsonl --new
    """
    from collections import Counter

    import msgspec

    from attrib.pattern import PatternError
    from attrib.rules import RuleError
    from attrib.sources import Corpus, Fault, FieldNames
    from attrib.trying import Trial

    rule_set = _rules(rules)
    counts: Counter[str] = Counter()
    shown = hits = articles = with_hits = faults = 0
    with session():
        try:
            trial = Trial(pattern, rule_set)
        except (PatternError, RuleError) as error:
            raise stop(f"pattern: {error}", ExitCode.USAGE) from None
        for read in Corpus(paths, FieldNames(id=id_field, text=text_field)):
            if isinstance(read, Fault):
                faults += 1
                typer.echo(f"attrib: {read.path}: {read.message}; {read.cure}", err=True)
                continue
            articles += 1
            found = [h for h in trial(read) if not (new and h.rules)]
            hits += len(found)
            with_hits += bool(found)
            for hit in found:
                counts.update(hit.rules or ("no rule",))
                if not limit or shown < limit:
                    shown += 1
                    typer.echo(msgspec.json.encode(hit) if as_json else _hit(hit))
        by_rule = ", ".join(f"{name} {n}" for name, n in counts.most_common())
        typer.echo(
            f"{_count(hits, 'hit')} in {with_hits} of {_count(articles, 'article')}"
            + (f" ({shown} shown)" if shown < hits else "")
            + (f"; beside them: {by_rule}" if by_rule else ""),
            err=True,
        )
    if faults:
        raise typer.Exit(int(ExitCode.SKIPPED))


def _folder(rules: str | None) -> "Path":
    """The rule folder, by its shortest name."""
    from pathlib import Path

    from attrib.rules import rules_directory

    folder = rule_folder(rules) or rules_directory()
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _rules(rules: str | None) -> "RuleSet":
    from attrib.loading import load_rules

    folder = rule_folder(rules)
    return load_or_stop(lambda: load_rules(folder))


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def _unknown(rule_set: "RuleSet", rule_id: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(rule_id, [r.id for r in rule_set.rules], 3)
    return f"there is no rule {rule_id}" + (f"; near it: {', '.join(near)}" if near else "")


def _macro(rule_set: "RuleSet", name: str) -> str:
    if name not in rule_set.macros:
        raise stop(f"there is no macro @{name}", ExitCode.USAGE)
    users = [r.id for r in rule_set.rules if f"@{name}" in r.pattern]
    users += [f"@{m}" for m, p in rule_set.macros.items() if f"@{name}" in p]
    return f"@{name} = {rule_set.macros[name]}\nused by {', '.join(users) or 'nothing'}"


def _as_json(rule: "Rule") -> str:
    import msgspec

    fields = {
        name: getattr(rule, name)
        for name in rule.__struct_fields__
        if name not in ("macros", "path")
    }
    return msgspec.json.encode({**fields, "path": str(rule.path)}).decode()


def _shown(rule_set: "RuleSet", rule: "Rule") -> str:
    from attrib.pattern import Group, class_names

    elements = rule.elements
    branches = elements.branches if isinstance(elements, Group) else (elements,)
    given = [
        f"{name} {value}"
        for name, value in (
            ("status", rule.status),
            ("priority", rule.priority if rule.table == "rule" else ""),
            ("kind", rule.kind),
            ("place", rule.place),
            ("subject", "" if rule.subject == "any" else rule.subject),
            ("field", "" if rule.field == "any" else rule.field),
            ("clitic", "yes" if rule.clitic else ""),
            ("links", "yes" if rule.links else ""),
        )
        if value != ""
    ]
    lines = [f"{rule.id}  {rule.path}:{rule.line}", rule.gloss, ", ".join(given), "", "pattern"]
    for i, branch in enumerate(branches):
        lines += ["  or"] * bool(i) + [f"  {' '.join(e.source.split())}" for e in branch]
    lists = sorted({n for n in class_names(rule.elements) if n.startswith("<")})
    if lists:
        lexicons = rule_set.lexicons
        lines += ["", "lists, those of macros included"]
        lines += [
            f"  {n} {len(lexicons[n[1:-1]].entries):,}: "
            + ", ".join(e.words for e in lexicons[n[1:-1]].entries[:5])
            for n in lists
        ]
    for heading, examples in (("match", rule.match), ("no_match", rule.no_match)):
        if examples:
            lines += ["", heading, *(f"  {e}" for e in examples)]
    return "\n".join(lines)


def _hit(hit: "Hit") -> str:
    a, b = (x - hit.sentence.span[0] for x in hit.match.span)
    text = hit.sentence.text
    flat = " ".join(f"{text[:a]}⟦{text[a:b]}⟧{text[b:]}".split())
    lines = [f"{hit.document} {hit.match.span[0]}: {flat}"]
    lines += [f"    {role}: {' '.join(p.text.split())}" for role, p in hit.parts]
    lines.append(f"    {'taken by ' + ', '.join(hit.rules) if hit.rules else 'no rule'}")
    return "\n".join(lines)
