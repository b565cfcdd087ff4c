"""What the store keeps beside stories: outlets, the ledger, judgements, notes; and that the server is there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select

from riwaya import __version__
from riwaya.api import shapes
from riwaya.api.asking import AboutLedger, AboutNotes, Paged, Strict, cursor, place_of
from riwaya.api.lines import note
from riwaya.api.parts import TheCaller, TheDesk
from riwaya.store import access, findings
from riwaya.store import tables as t
from riwaya.store.connect import HEAD
from riwaya.store.decisions import Decision, decisions

router = APIRouter(route_class=Strict, tags=["kept"])


@router.get("/outlets", response_model=shapes.Outlets)
def list_outlets(desk: TheDesk) -> shapes.Outlets:
    """Outlets: how their pages ended, how much of them is copied, when they last came."""
    with desk.store.reading() as connection:
        rows = findings.outlets(connection)
    return shapes.Outlets(items=[_outlet(row) for row in rows])


def _outlet(row: findings.OutletRow) -> shapes.OutletLine:
    return shapes.OutletLine(
        outlet=row.outlet,
        pages=row.states,
        articles=row.articles,
        languages=row.languages,
        share_of_copies=round(row.copies / row.articles, 3) if row.articles else 0.0,
        last_came=row.last_came,
        last_published=row.last_published,
        usual_gap=row.usual_gap,
    )


@router.get("/ledger", response_model=shapes.Ledger)
def list_ledger(asked: Annotated[AboutLedger, Query()], desk: TheDesk) -> shapes.Ledger:
    """How pages ended, and what failed on the way: the latest first."""
    before = place_of(asked.before, "ledger", int)
    rule = t.ledger.c
    query = select(t.ledger)
    for column, value in ((rule.state, asked.state), (rule.outlet, asked.outlet)):
        if value is not None:
            query = query.where(column == value)
    if before is not None:
        query = query.where(rule.key < before[0])
    with desk.store.reading() as connection:
        rows = connection.execute(query.order_by(rule.key.desc()).limit(asked.limit)).all()
    items = [
        shapes.LedgerRow(at=r.at, page=r.page, outlet=r.outlet, state=r.state, stage=r.stage, reason=r.reason)
        for r in rows
    ]
    return shapes.Ledger(items=items, next=cursor("ledger", rows[-1].key) if len(rows) == asked.limit else None)


@router.get("/judgements", response_model=shapes.Judgements)
def list_judgements(asked: Annotated[Paged, Query()], desk: TheDesk) -> shapes.Judgements:
    """What people decided, the latest first."""
    before = place_of(asked.before, "judgements", int)
    with desk.store.reading() as connection:
        rows = decisions(connection, limit=asked.limit, before=before[0] if before else None)
    more = cursor("judgements", rows[-1].n) if len(rows) == asked.limit else None
    return shapes.Judgements(items=[_judgement(row) for row in rows], next=more)


def _judgement(row: Decision) -> shapes.JudgementRow:
    return shapes.JudgementRow.model_validate({k: getattr(row, k) for k in Decision.__slots__})


@router.get("/notes", response_model=shapes.Notes)
def show_notes(asked: Annotated[AboutNotes, Query()], desk: TheDesk) -> shapes.Notes:
    """Notes, the latest first."""
    before = place_of(asked.before, "notes", int)
    about = (asked.on,) if asked.on else ()
    with desk.store.reading() as connection:
        rows = access.list_notes(connection, about, limit=asked.limit, before=before[0] if before else None)
    return shapes.Notes(
        items=[note(n) for n in rows], next=cursor("notes", rows[-1].key) if len(rows) == asked.limit else None
    )


@router.get("/health", response_model=shapes.Health, response_model_exclude_none=True)
def health(desk: TheDesk, caller: TheCaller) -> shapes.Health:
    """That the server and its store are there."""
    with desk.store.reading() as connection:
        counts = access.counts(connection) if caller.may_read else {}
    return shapes.Health(version=__version__, schema=HEAD, **counts)
