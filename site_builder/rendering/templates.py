"""Templates compiled, and what is shared between pages: a piece that reads nothing of its page is made once a place.

A place is a depth below the site's root: `href("/")` is the same text for all its pages. Nothing is opened here:
sources and what was compiled earlier are handed in.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, MutableMapping
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from types import CodeType

import jinja2
from jinja2 import BaseLoader, Environment, TemplateError, TemplateNotFound, meta, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # a platform without the C half
    from markupsafe._native import _escape_inner

from site_builder.rendering.facts import ALL, facts
from site_builder.rendering.sandbox import fields_of

# The names that a template may read and still be the same for all pages of one place.
SITE_WIDE = frozenset(["absolute", "article_data", "asset", "body", "href", "once", "site", "srcset", "theme", "words"])
_STATEFUL = frozenset(["cycler", "joiner", "namespace"])
_UNKNOWN = frozenset(["?"])  # reads more than can be told
_FORMAT = "1"  # of an entry, and of what our filters make of the constants that Jinja folds
_LENGTH = sha256().digest_size
MODULES = 256  # of one template: a site has about 6 places
TEXTS = 20_000  # that are kept at least, of 2 kB each where they are cards; at most twice as many
_BY_VALUE = frozenset([str, int, bool, type(None), Markup])

# Of a template: names that it looks up, templates that it refers to, its facts, its code.
_Entry = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], CodeType]
Sources = Mapping[str, tuple[str, str]]  # name → (source, path as a person knows it)


def shown(value: object) -> str:
    """Escaped text for the page. Jinja makes a Markup of each of a page's hundred texts: 0.5 µs in place of 0.2."""
    if type(value) is str:
        return _escape_inner(value)
    return value if isinstance(value, Markup) else escape(value)


class Template(jinja2.Template):
    """A template that others import "with context" is made once a place, if it reads nothing of the page."""

    reads: frozenset[str]
    refers: tuple[str, ...]
    modules: dict[tuple[int, ...], tuple[TemplateModule, dict[str, object]]]
    lasting: set[Macro]  # of all templates of one renderer

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, object],  # noqa: A002 — Jinja's name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """As Jinja does, with our `escape` in the place of its own."""
        namespace: dict[str, object] = {"environment": environment, "__file__": code.co_filename}
        exec(code, namespace)  # noqa: S102 — compiled from the template by Jinja, and kept under its digest
        namespace["escape"] = shown
        template = cls._from_namespace(environment, namespace, globals)
        template._uptodate = uptodate  # noqa: SLF001 — of our own base class
        assert isinstance(template, Template)  # noqa: S101 — Jinja's annotation says less
        return template

    def render(self, variables: dict[str, object]) -> str:
        """As Jinja's `render`, without its two copies: the environment's globals must be among the variables."""
        try:
            return self.environment.concat(self.root_render_func(self.new_context(variables, shared=True)))
        except Exception:  # noqa: BLE001 — raised again, with the lines of the template
            self.environment.handle_exception()

    def make_module(
        self,
        vars: dict[str, object] | None = None,  # noqa: A002 — Jinja's names and order
        shared: bool = False,  # noqa: FBT001, FBT002
        locals: Mapping[str, object] | None = None,  # noqa: A002
    ) -> TemplateModule:
        """The module for an import: the same one where the names that it reads stand for the same values."""
        if not vars or not self._is_site_wide() or (locals and not self.reads.isdisjoint(locals)):
            return super().make_module(vars, shared, locals)
        key = tuple([id(vars.get(name)) for name in self.reads])
        found = self.modules.get(key)
        if found is None:
            if len(self.modules) >= MODULES:
                self.modules.clear()
                self.lasting.clear()
            # The values are held beside their module, so that no other value can come by the same id.
            read = {name: vars[name] for name in self.reads if name in vars}
            found = self.modules[key] = (super().make_module(read, shared), read)
            self.lasting |= {one for one in found[0].__dict__.values() if type(one) is Macro}
        return found[0]

    def _is_site_wide(self) -> bool:
        if self.refers:
            own, others, self.refers = self.reads, self.refers, ()
            self.reads = _UNKNOWN  # as long as we ask: two that refer to each other tell nothing
            self.reads = own.union(*(self._reads_of(name) for name in others))
        return self.reads <= SITE_WIDE

    def _reads_of(self, name: str) -> frozenset[str]:
        try:
            other = self.environment.get_template(name)
        except TemplateError:  # told where it is used, if it ever is
            return _UNKNOWN
        return other.reads if isinstance(other, Template) and other._is_site_wide() else _UNKNOWN  # noqa: SLF001 — of our own class


class Loader(BaseLoader):
    """Compiles what no entry of an earlier run fits, and keeps the entries for the next."""

    def __init__(self, sources: Sources, compiled: Mapping[str, bytes], dialect: str) -> None:
        self._sources = sources
        self._keys = {name: _key(name, found, dialect) for name, found in sources.items()}
        fitting = (name for name in sources if compiled.get(name, b"").startswith(self._keys[name]))
        self.entries = {name: compiled[name] for name in fitting}
        self.lasting: set[Macro] = set()

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002 — Jinja's name
    ) -> Template:
        """The template of a name, ready to render."""
        if name not in self._sources:
            raise TemplateNotFound(name)
        reads, refers, _, code = self._entry(environment, name)
        template = Template.from_code(environment, code, {**environment.globals, **(globals or {})})
        template.reads, template.refers, template.modules = frozenset(reads), refers, {}
        template.lasting = self.lasting
        return template

    def facts(self, environment: Environment, name: str) -> tuple[str, ...]:
        """What a template reads by itself (see facts.py); of one with a mistake, everything."""
        try:
            return self._entry(environment, name)[2]
        except TemplateError:
            return ALL

    def _entry(self, environment: Environment, name: str) -> _Entry:
        if name not in self.entries:
            self.entries[name] = self._keys[name] + marshal.dumps(_compiled(environment, name, *self._sources[name]))
        entry: _Entry = marshal.loads(self.entries[name][_LENGTH:])  # noqa: S302 — ours: it begins with the key
        return entry


def _key(name: str, found: tuple[str, str], dialect: str) -> bytes:
    parts = (_FORMAT, jinja2.__version__, MAGIC_NUMBER, dialect, name, *found)
    return sha256(repr(parts).encode(errors="surrogatepass")).digest()


def _compiled(environment: Environment, name: str, source: str, path: str) -> _Entry:
    tree = environment.parse(source, name, path)
    code = environment.compile(tree, name, path)
    reads = meta.find_undeclared_variables(tree)
    reads |= {node.name for node in tree.find_all(nodes.Name) if node.name in _STATEFUL}
    told = facts(tree)
    refers = [fact.removeprefix("template ") for fact in told if fact.startswith("template ")]
    if "*" in refers:
        return tuple(sorted(reads | _UNKNOWN)), (), told, code
    return tuple(sorted(reads)), tuple(refers), told, code


def keeping(lasting: set[Macro]) -> Callable[..., object]:
    """A function for templates, `once(macro, …)`: the macro's text, kept for the next page that shows the same values.

    Frozen values are the same by identity, since a plan shares its cards; only macros that last are kept. The texts are
    in two halves: when the younger is full, the elder is dropped.
    """
    young: dict[tuple[object, ...], tuple[object, ...]] = {}
    old: dict[tuple[object, ...], tuple[object, ...]] = {}
    frozen: dict[type, bool] = {}

    def once(macro: Callable[..., object], *values: object) -> object:
        nonlocal young, old
        if macro not in lasting:
            return macro(*values)
        key: list[object] = [macro]
        for value in values:
            kind = type(value)
            if kind in _BY_VALUE:
                key += (kind, value)
            elif frozen.get(kind) or frozen.setdefault(kind, bool(fields_of(kind))):
                key.append(id(value))
            elif isinstance(value, tuple) and all(type(one) is str for one in value):
                key.append(value)
            else:
                return macro(*values)
        kept = tuple(key)
        found = young.get(kept)
        if found is None:
            # The values are held, so that no other can come by the same id.
            found = old.get(kept) or (macro(*values), values)
            if len(young) >= TEXTS:
                young, old = {}, young
            young[kept] = found
        return found[0]

    return once
