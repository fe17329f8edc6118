"""What every page has around its content, and the small parts that several pages share."""

from dataclasses import dataclass

from markupsafe import Markup

#: How a page links to what it does not vouch for.
NOT_OURS = "nofollow noopener"
_NONE = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """Another form of the same thing: a media type, its address, and a title if it needs one."""

    type: str
    href: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words and where they lead; `href` is ours, or https and checked."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of ours: its address (or `data:`) and what it shows, in words."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What a page carries of its school; `colour` and `stylesheet` are empty where it has ours."""

    name: str
    colour: str = ""
    stylesheet: str = ""
    logo: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A page of the masthead; `current` is `page` on it, `true` on pages within it, else empty."""

    text: str
    href: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is signed in, as every page of theirs says it; `token` goes into its forms.

    `doors` are the pages of the role, `brand` is what the school looks like.
    """

    name: str
    role: str
    token: str
    doors: tuple[Door, ...] = ()
    brand: Brand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Head, navigation and robots of a page.

    `section` marks the place in the navigation; `script` is the file of a page that has one;
    `open_graph` and `linked_data` (JSON-LD, escaped for a script element) are empty unless the
    thing is public (wallets.md section 8); `robots` is empty for pages that may be listed.
    `keeps_cookie` is for pages with a guarded form; `asked` is what the address asks the page for,
    as it is asked in the other languages.
    """

    title: str
    description: str
    section: str = ""
    script: str = ""
    canonical: str = ""
    robots: str = ""
    alternates: tuple[Alternate, ...] = ()
    open_graph: tuple[tuple[str, str], ...] = ()
    linked_data: Markup = _NONE
    trail: tuple[Link, ...] = ()
    visitor: Visitor | None = None
    keeps_cookie: bool = False
    asked: tuple[tuple[str, str], ...] = ()
    brand: Brand | None = None

    @property
    def looks(self) -> Brand | None:
        """Return whose looks the page has: of the school that it is about, or the visitor's."""
        return self.brand or (self.visitor.brand if self.visitor else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """The answer on top: an icon of its own shape, a word, a sentence, and what it means."""

    tone: str  # good, wait, stop or calm: the name of a pair of colours
    icon: str
    word: str
    headline: str
    meaning: str
    checked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a list of facts; `href` is empty where nothing is linked.

    `rel` is set where the address is not ours.
    """

    label: str
    value: str
    href: str = ""
    rel: str = ""
    plain: bool = True  # False: an address or a fingerprint, in characters of one width


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One level of a ladder; `mark` is `reached`, `passed` or empty, `note` says it in words."""

    name: str
    text: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A badge in a list."""

    name: str
    href: str
    art: Picture
    text: str
