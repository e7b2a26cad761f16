"""What one template reads beside its view, told from its syntax tree: pure, and rather too much than too little.

A fact is one text: "template base.html", "site title", "word home", "words list_", "asset css/site.css", or the name
of a function or filter of ours, such as "call href". A "*" stands for all: "site *".
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import meta, nodes

ALL = ("asset *", "call *", "site *", "template *", "theme *", "words ")  # of a template that cannot be understood
FUNCTIONS = frozenset(["absolute", "article_data", "body", "breadcrumb_data", "href"])
FILTERS = frozenset(["digits", "number", "short_date", "thai_date"])  # those that read the site's settings
_BY_NAME = frozenset(["map", "reject", "rejectattr", "select", "selectattr"])  # take a filter's name as a text


def facts(tree: nodes.Template) -> tuple[str, ...]:
    """The facts of a template alone, sorted; those of the templates that it refers to are not among them."""
    refers = (f"template {'*' if name is None else name}" for name in meta.find_referenced_templates(tree))
    return tuple(sorted({*refers, *_of(tree)}))


def _of(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Getattr(node=nodes.Name(name="site" | "theme" | "words" | "page" as name), attr=key):
            yield _member(name, key)
            return
        case nodes.Getitem(
            node=nodes.Name(name="site" | "theme" | "page" as name), arg=nodes.Const(value=str() as key)
        ):
            yield _member(name, key)
            return
        case nodes.Getitem(node=nodes.Name(name="words"), arg=key):
            yield from _words(key)
            yield from _of(key)
            return
        case nodes.Compare(expr=key, ops=[nodes.Operand(op="in" | "notin", expr=nodes.Name(name="words"))]):
            yield from _words(key)
            yield from _of(key)
            return
        case nodes.Call(
            node=nodes.Name(name="asset"), args=[nodes.Const(value=str() as key)], kwargs=[], dyn_args=None
        ):
            yield f"asset {key}"
            return
        case nodes.Name(name=name):
            yield from _whole(name)
        case nodes.Filter(name=name):
            yield from _filter(node, name)
        case _:
            pass
    for child in node.iter_child_nodes():
        yield from _of(child)


def _member(name: str, key: str) -> str:
    return {"site": f"site {key}", "theme": f"theme {key}", "words": f"word {key}", "page": f"call page.{key}"}[name]


def _whole(name: str) -> Iterator[str]:
    """The facts of a name that is used in any other way than `site.title`."""
    if name in {"site", "theme"}:
        yield f"{name} *"
    elif name == "words":
        yield "words "
    elif name == "asset":
        yield "asset *"
    elif name == "page":
        yield "call page.canonical"
    elif name in FUNCTIONS:
        yield f"call {name}"


def _filter(node: nodes.Filter, name: str) -> Iterator[str]:
    if name in FILTERS:
        yield f"call {name}"
    elif name in _BY_NAME:
        for arg in node.args:
            named = arg.value if isinstance(arg, nodes.Const) else None
            yield from (f"call {one}" for one in FILTERS if named is None or named == one)
        if node.dyn_args or node.dyn_kwargs:
            yield from (f"call {one}" for one in FILTERS)


def _words(key: nodes.Expr) -> Iterator[str]:
    """The words that an index can mean: one, those with a beginning in common, or all ("words " and no beginning)."""
    match key:
        case nodes.Const(value=str() as word):
            yield f"word {word}"
        case nodes.Concat(nodes=[nodes.Const(value=str() as beginning), *_]):
            yield f"words {beginning}"
        case nodes.CondExpr(expr1=first, expr2=nodes.Expr() as second):
            yield from _words(first)
            yield from _words(second)
        case _:
            yield "words "
