"""`riwaya search`: pages and statements by their words; questions answered by statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from riwaya.cli.keep import JSON, STORE, desk_of
from riwaya.cli.output import day_of, out_line, out_row, progress_bar, say
from riwaya.errors import UsageError

if TYPE_CHECKING:
    from riwaya.desk import Desk
    from riwaya.search import Answer, Found, Hit
    from riwaya.store.findings import SaidRow, Where


class WordsToo(TyperCommand):
    """A command to whom «-التأمين» is a word that is not wanted, not an option: no option is in Arabic."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take such words for words."""
        end = args.index("--") if "--" in args else len(args)
        without = [a for a in args[:end] if a[:1] == "-" and a[1:2].isalpha() and not a[1:2].isascii()]
        if without:
            args = [*(a for a in args[:end] if a not in without), "--", *without, *args[end + 1 :]]
        return super().parse_args(ctx, args)


def search(
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY...", help="Words, «phrases», «near»~5, -without, OR; a question.")
    ],
    store: Annotated[str | None, STORE] = None,
    kind: Annotated[str, typer.Option(help="article or statement.")] = "article",
    actor: Annotated[str | None, typer.Option(help="Named there; of statements: who speaks.", metavar="ID")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only of this outlet.")] = None,
    story: Annotated[str | None, typer.Option(help="Only of this story.", metavar="ID")] = None,
    topic: Annotated[str | None, typer.Option(help="Only of this topic.", metavar="ID")] = None,
    since: Annotated[str | None, typer.Option(help="Published on this day or later.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(help="Published on this day or before.", metavar="DATE")] = None,
    event: Annotated[str | None, typer.Option(help="With an event of this PLOVER type.", metavar="TYPE")] = None,
    event_since: Annotated[str | None, typer.Option(help="With an event from this day on.", metavar="DATE")] = None,
    event_until: Annotated[str | None, typer.Option(help="With an event until this day.", metavar="DATE")] = None,
    polarity: Annotated[str | None, typer.Option(help="asserts, denies, accuses, demands, ...")] = None,
    mode: Annotated[str | None, typer.Option(help="direct, indirect or mixed speech.")] = None,
    independent: Annotated[bool, typer.Option("--independent", help="No articles taken from others.")] = False,
    words: Annotated[bool, typer.Option("--words", help="Take a question for words, too.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many.")] = 10,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """Find what pages say: in all forms of a word, those as written first.

    A question («ماذا قال X عن Y في مارس؟») is answered by statements, each with its page; with filters, or with
    --words, it is looked for as words.
    """
    from riwaya.search import Filters, ask, catch_up, proper, unknown  # noqa: PLC0415 - keeps --help instant
    from riwaya.search import search as find  # noqa: PLC0415

    days = {"since": since, "until": until, "event_since": event_since, "event_until": event_until}
    chosen: dict[str, Any] = {k: d.isoformat() if (d := day_of(v, _option(k))) else None for k, v in days.items()}
    chosen |= {"kind": kind, "actor": actor, "outlet": outlet, "story": story, "topic": topic, "event": event}
    filters = proper(Filters(**chosen, mode=mode, polarity=polarity, independent=independent))
    typed = " ".join(query)
    with desk_of(store) as desk:
        with progress_bar() as progress:
            catch_up(desk.store, progress=progress)
        with desk.store.reading() as connection:
            strange = unknown(connection, filters)
        if strange:
            raise UsageError(strange)
        if not words and filters == Filters():
            answer = ask(desk.store, typed, limit)
            if answer.question is not None:
                _print_answer(answer, _names(desk, (r.speaker for r in answer.rows)), json_)
                return
        found = find(desk.store, typed, filters, limit)
        _print_found(found, _names(desk, (h.speaker for h in found.hits)), json_)


def _names(desk: Desk, speakers: Iterable[str | None]) -> dict[str, str]:
    from riwaya.desk.naming import names_of  # noqa: PLC0415 - keeps --help instant

    with desk.store.reading() as connection:
        return names_of(connection, (i for i in speakers if i is not None))


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _print_found(found: Found, names: Mapping[str, str], json_: bool) -> None:
    for hit in found.hits:
        if json_:
            out_row(_row(hit, names))
            continue
        marked = "".join(f"[{p.text}]" if p.marked else p.text for p in hit.snippet)
        lacks = f"  (lacks: {', '.join(hit.missing)})" if hit.missing else ""
        words = f"{' '.join(marked.split())}{lacks}"
        place = f"{hit.where.title}  ({_source(hit.where)})"
        said = None if hit.polarity is None else _speaker(names.get(hit.speaker or ""), hit.polarity)
        out_line(place if said is None else f"{said}: «{words}»")
        out_line(f"    {words if said is None else place}")
        out_line(f"    {_address(hit.where)}")
    if found.why_none:
        say(f"riwaya: {found.why_none}")


def _row(hit: Hit, names: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": hit.statement or hit.where.article, **_where(hit.where), "words": hit.words}
    row["snippet"] = [{"text": p.text, "start": p.start, "end": p.end, "marked": p.marked} for p in hit.snippet]
    said = {"polarity": hit.polarity, "speaker": hit.speaker, "called": names.get(hit.speaker or "")}
    return {**row, "missing": list(hit.missing), **said}


def _print_answer(answer: Answer, names: Mapping[str, str], json_: bool) -> None:
    for row, again in zip(answer.rows, answer.again, strict=True):
        if json_:
            out_row(_said(row, names, again))
            continue
        unnamed = (row.speaker or "").startswith("anon:")  # the page says best whom it means
        called = (row.name if unnamed else None) or names.get(row.speaker or "") or row.name
        who = _speaker(called and " ".join(called.split()), row.polarity)
        out_line(f"{who}: «{' '.join(row.words.split())}»")
        out_line(f"    {row.where.title}  ({_source(row.where)})")
        also = f"  (and {again} more article{'s' if again > 1 else ''} in the same words)" if again else ""
        out_line(f"    {_address(row.where)}{also}")
    if answer.why_none:
        say(f"riwaya: {answer.why_none}")


def _speaker(name: str | None, polarity: str) -> str:
    """Who speaks, and how where words alone would mislead: what is denied or asked for is not said to be so."""
    from riwaya.render.catalogue import language  # noqa: PLC0415 - keeps --help instant

    words = language("ar")
    how = "" if polarity == "asserts" else f" ({words.label('polarity', polarity)})"
    return f"{name or words.say('speaker_unknown')}{how}"


def _said(row: SaidRow, names: Mapping[str, str], again: int) -> dict[str, Any]:
    keys = ("id", "start", "end", "words", "mode", "polarity", "speaker", "name", "hedge")
    called = names.get(row.speaker or "")
    return {**{k: getattr(row, k) for k in keys}, "called": called, "again": again, **_where(row.where)}


def _where(where: Where) -> dict[str, Any]:
    keys = ("article", "page", "outlet", "title", "published", "url", "story", "topic")
    return {k: getattr(where, k) for k in keys}


def _source(where: Where) -> str:
    parts = (where.outlet, where.published, where.story)
    return ", ".join(p for p in parts if p) or where.page


def _address(where: Where) -> str:
    """Where it can be looked up."""
    return where.url or where.page
