"""What is made of pictures: upright, in sRGB, never larger, and without a word of who and where."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
from picturing.shots import bomb, film, jpeg, likeness, lossless, lying, market, saved, scene, words
from PIL import Image, ImageChops, ImageStat

from site_builder.pictures import Format, Negative, formats_of, height_of, widths_of
from site_builder.picturing.developing import develop
from site_builder.picturing.faults import Unreadable
from site_builder.picturing.header import look

_SHOT = jpeg(scene())
HEAD = _SHOT[: (_SCAN := _SHOT.index(b"\xff\xda")) + 2 + int.from_bytes(_SHOT[_SCAN + 2 : _SCAN + 4], "big")]
ALL: tuple[Format, ...] = ("webp", "jpeg")


def seen(data: bytes) -> Negative:
    """A look at bytes."""
    return look(data, sha256(data).hexdigest())


def made(data: bytes) -> dict[tuple[str, int], Image.Image]:
    """All sizes, opened."""
    negative = seen(data)
    assert not negative.fault
    found = develop(data, negative.kind, widths_of(negative), formats_of(negative))
    return {(form, width): Image.open(io.BytesIO(one)) for (form, width), one in found.items()}


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures' tones, 0 to 255."""
    return max(
        ImageStat.Stat(ImageChops.difference(*(each.convert("RGBA").convert("RGB") for each in (one, other)))).mean
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation: int) -> None:
    """However the telephone was held: it looks as the scene does, pixel by pixel, and says nothing of it any more."""
    data = lying(orientation)
    assert (1800, 1200) == (seen(data).width, seen(data).height)
    for (_, width), picture in made(data).items():
        assert difference(scene().resize(picture.size), picture) < 4
        assert (width, round(width / 1.5)) == picture.size
        assert {} == dict(picture.getexif())


@pytest.mark.parametrize("orientation", [1, 6])
def test_every_reader_sees_what_the_camera_saw(orientation: int) -> None:
    """The largest size is like the source reduced in one step; turned or mirrored, it would be like nothing."""
    photo = market()
    lies = photo.transpose(Image.Transpose.ROTATE_90) if orientation == 6 else photo
    found = made(jpeg(lies, words(orientation)))
    for form in ALL:
        largest = found[form, 1600]
        source = photo.resize(largest.size, Image.Resampling.LANCZOS)
        assert likeness(source, largest) >= 0.98, form
        assert likeness(source, largest.transpose(Image.Transpose.FLIP_LEFT_RIGHT)) < 0.6


def test_sizes_are_never_larger_than_the_picture() -> None:
    """Three widths, or fewer; the last is the picture's own where that is smaller."""
    wide = [Negative("", width, 1000) for width in (4000, 1600, 1200, 480, 300)]
    assert [(480, 960, 1600), (480, 960, 1600), (480, 960, 1200), (480,), (300,)] == [widths_of(one) for one in wide]
    assert 1 == height_of(Negative("", 4000, 2), 480)


def test_the_credit_goes_along_and_nothing_else() -> None:
    """Artist and copyright stay; position, serial number, thumbnail and profile go."""
    data = jpeg(scene(), words(artist="พช.บุรีรัมย์"), comment=b"secret place", icc_profile=b"")
    assert seen(data).located
    for picture in made(data).values():
        exif = picture.getexif()
        assert {0x013B, 0x8298} == set(exif)
        assert not exif.get_ifd(0x8825)
        assert not {"xmp", "comment", "icc_profile", "photoshop"} & picture.info.keys()


def test_a_picture_that_says_no_place_is_not_told() -> None:
    """A camera without a receiver."""
    assert not seen(jpeg(scene(), words(position=False))).located


@pytest.mark.parametrize(
    ("name", "data"),
    {
        "CMYK": jpeg(scene().convert("CMYK")),
        "grey": jpeg(scene().convert("L")),
        "PNG": saved(scene(), "PNG"),
        "WebP": saved(scene(), "WEBP", quality=95),
        "TIFF": saved(scene(), "TIFF"),
        "BMP": saved(scene(), "BMP"),
        "palette": saved(scene().quantize(256), "PNG"),
    }.items(),
)
def test_every_kind_of_file_gives_the_right_picture(name: str, data: bytes) -> None:
    """Its ending is never asked: what the bytes hold decides."""
    expected = scene().convert("L") if name == "grey" else scene()
    for picture in made(data).values():
        assert difference(expected.resize(picture.size), picture) < 9, name


def test_sixteen_bits_are_divided_and_not_cut() -> None:
    """A scan in 65,536 greys."""
    grey = scene().convert("L")
    deep = Image.frombytes("I;16", grey.size, b"".join(bytes([0, value]) for value in grey.tobytes()))
    for picture in made(saved(deep, "PNG")).values():
        assert difference(grey.resize(picture.size), picture) < 9


def test_what_shines_through_still_does() -> None:
    """A logo without a ground: WebP and PNG keep it."""
    logo = Image.new("RGBA", (600, 300), (0, 0, 0, 0))
    logo.paste((200, 0, 0, 255), (100, 100, 300, 200))
    found = made(saved(logo, "PNG"))
    assert {"webp", "png"} == {form for form, _ in found}
    assert all(picture.convert("RGBA").getpixel((5, 5))[3] == 0 for picture in found.values())  # type: ignore[index]


def test_a_film_still_moves() -> None:
    """As WebP, with its own times; where that cannot be shown, its first picture stands."""
    found = made(film())
    moving = found["webp", 80]
    assert 3 == getattr(moving, "n_frames", 1)
    assert difference(Image.new("RGB", (80, 60), "red"), found["png", 80]) < 3


def test_a_drawing_of_lines_becomes_a_picture() -> None:
    """It runs nothing, and leads to no file of this machine."""
    svg = (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        b'viewBox="0 0 40 20"><script>alert(1)</script><image xlink:href="/etc/passwd" width="9" height="9"/>'
        b'<path fill="#0a0" d="M0 0h40v20H0z"/></svg>'
    )
    found = made(svg)
    assert (1600, 800) == found["webp", 1600].size
    assert all(difference(Image.new("RGB", one.size, "#0a0"), one) < 3 for one in found.values())


@pytest.mark.parametrize(
    ("size", "sizes", "forms"),
    {
        "tall photo": ((300, 20_000), [(300, 20_000)], ("jpeg",)),
        "taller than a JPEG": ((2, 70_000), [(1, 35_000)], ("jpeg",)),
        "as tall as WebP": ((500, 16_383), [(480, 15_728), (500, 16_383)], ("webp", "jpeg")),
        "a line": ((1, 30_000), [(1, 30_000)], ("jpeg",)),
        "a line that nothing holds": ((1, 70_000), [(1, 65_500)], ("jpeg",)),
        "wide": ((40_000, 20), [(480, 1), (960, 1), (1600, 1)], ("webp", "jpeg")),
    }.values(),
)
def test_what_is_very_tall_or_wide_has_sizes_too(
    size: tuple[int, int], sizes: list[tuple[int, int]], forms: tuple[Format, ...]
) -> None:
    """None taller than its format holds; WebP is left out rather than made too small to read."""
    data = saved(Image.new("RGB", size, "teal"), "PNG")
    found = made(data)
    assert {(form, *one) for form in forms for one in sizes} == {(form, *one.size) for (form, _), one in found.items()}
    negative = seen(data)
    assert sizes == [(width, height_of(negative, width)) for width in widths_of(negative)]


def test_a_tall_film_and_a_tall_drawing_fit_their_formats() -> None:
    """A film is WebP or none; a drawing is PNG where WebP does not hold it."""
    assert (1,) == widths_of(Negative("", 2, 20_000, "film"))
    assert ("webp", "png") == formats_of(Negative("", 2, 20_000, "film"), avif=True)
    assert ("png",) == formats_of(Negative("", 900, 20_000, "drawing"), avif=True)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("G001", b""),
        ("G001", b"<html><script>"),
        ("G001", b"\xff\xd8\xff\xe0 cut"),
        ("G001", "ข่าวประชาสัมพันธ์".encode()),
        ("G001", HEAD),
        ("G001", HEAD[: HEAD.find(b"\xff\xc0") + 19]),
        ("G001", HEAD[:-14]),
        ("G001", HEAD + b"\xff\xd9"),
        ("G001", saved(scene(), "PNG")[:30]),
        ("G001", saved(scene(), "PNG")[:60]),
        ("G001", b"\x00\x00\x00\x18ftypheic" + b"x" * 90),
        ("G001", b"<svg xmlns='http://www.w3.org/2000/svg'><path"),
        ("G002", bomb()),
    ],
)
def test_what_is_no_picture_is_told_by_its_code(code: str, data: bytes) -> None:
    """A look never fails; whoever develops it all the same is told, too."""
    assert code == seen(data).fault
    if not data.endswith(b"\xff\xd9"):  # a scan of nothing is grey to every decoder
        with pytest.raises(Unreadable):
            develop(data, "photo", (480,), ALL)


def test_a_picture_that_was_cut_short_shows_what_has_come_of_it() -> None:
    """It has a flaw; a whole one has none, though other bytes follow it as telephones append films."""
    whole = jpeg(scene(), words())
    assert ("", "G004", "") == (seen(whole).flaw, seen(whole[: len(whole) // 2]).flaw, seen(whole + b"film" * 99).flaw)
    assert "G004" == seen(saved(scene(), "PNG")[:9000]).flaw
    half = made(whole[: len(whole) // 2])["jpeg", 480]
    assert difference(scene().resize((480, 320)).crop((0, 0, 480, 100)), half.crop((0, 0, 480, 100))) < 9


def test_what_only_decoding_finds_is_told_then() -> None:
    """Whoever develops it is told; a look has seen its head alone."""
    data = lossless(scene())
    assert not seen(data).fault
    with pytest.raises(Unreadable):
        develop(data, "photo", (480,), ALL)


def test_without_its_package_an_iphones_picture_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names what to install."""
    monkeypatch.setitem(__import__("sys").modules, "pillow_heif", None)
    assert "G003" == seen(b"\x00\x00\x00\x18ftypheic" + b"x" * 90).fault
