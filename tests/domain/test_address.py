import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.address import believable_canonical, canonical_url, is_home_page, story_key, web_address

_HOSTS = st.sampled_from(
    ["example.com", "WWW.Example.com", "m.example.co.uk", "münchen.de", "[::1]", "a.b:8080"]
)
_PIECES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_ADDRESSES = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}/{path}?{query}#{fragment}",
    st.sampled_from(["http", "https", "HTTPS"]),
    _HOSTS,
    _PIECES,
    st.lists(st.sampled_from(["utm_source=x", "id=3", "b", "a=%7e", "amp", "q=ä b", "x=1&x=0"])).map(
        "&".join
    ),
    _PIECES,
)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("https://Example.com:443/a?b=2&a=1#part", "https://example.com/a?a=1&b=2"),
        ("http://example.com:80", "http://example.com/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/%7euser/%e4", "https://example.com/~user/%E4"),
        ("https://münchen.de/straße", "https://xn--mnchen-3ya.de/stra%C3%9Fe"),
        ("https://example.com/?id=7&utm_source=rss&fbclid=1&gclid=2", "https://example.com/?id=7"),
        ("https://www.bbc.com/news/x?at_medium=RSS&at_campaign=rss", "https://www.bbc.com/news/x"),
        ("https://aljazeera.com/news/x?traffic_source=rss", "https://aljazeera.com/news/x"),
    ],
)
def test_accidents_of_spelling_and_trackers_go(given_url, expected):
    assert canonical_url(given_url) == expected


@pytest.mark.parametrize(
    "query",
    ["id=1", "ref=main", "source=7", "page=2", "p=1220749", "storyId=1004", "lang=en", "atom=1", "amp=volts"],
)
def test_parameters_that_may_matter_stay(query):
    url = f"https://example.com/story?{query}"

    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://www.google.com/amp/s/example.com/story",
        "https://example-com.cdn.ampproject.org/c/s/example.com/story/amp/",
        "https://example.com/story/amp",
        "https://example.com/story?amp=1",
        "https://example.com/story?outputType=amp",
        "https://www.google.com/url?rct=j&sa=t&url=https://example.com/story&ct=ga&usg=x",
    ],
)
def test_amp_and_click_counters_are_unwrapped(wrapped):
    assert canonical_url(wrapped) == "https://example.com/story"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.google.com/search?q=x",
        "https://www.google.com/amp/about",
        "https://www.google.com/url?q=nothing",
        "https://cdn.ampproject.org/",
    ],
)
def test_an_address_that_only_looks_wrapped_stays(url):
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "copy",
    [
        "http://example.com/story",
        "https://www.example.com/story/",
        "https://m.example.com/story",
        "https://amp.example.com/story?utm_medium=x#top",
    ],
)
def test_copies_for_other_devices_have_the_same_key(copy):
    assert story_key(copy) == story_key("https://example.com/story")


def test_the_link_that_is_shown_keeps_its_subdomain():
    assert canonical_url("https://www.example.com/story") == "https://www.example.com/story"


def test_a_host_that_is_only_a_folded_name_keeps_it():
    assert story_key("https://m.com/story") != story_key("https://com/story")


def test_a_long_address_has_a_short_key_of_its_own():
    one, other = ("https://example.com/?q=" + "x" * 900 + end for end in "ab")

    assert len(story_key(one)) < 500
    assert story_key(one) != story_key(other)


@pytest.mark.parametrize(
    "text",
    [
        "mailto:a@b.c",
        "javascript:alert(1)",
        "nonsense",
        "http://[::1",
        "http://a\\@b/",
        "https://good.example@evil.example/",
        "https://user:secret@example.com/",
        "https://@example.com/",
    ],
)
def test_what_is_no_web_address_stays_as_it_is(text):
    assert canonical_url(text) == text
    assert web_address(text) is None


def test_relative_links_are_resolved():
    assert web_address("../b?c=1", "https://example.com/x/y/z") == "https://example.com/x/b?c=1"
    assert web_address("//cdn.example.com/i.jpg", "https://example.com/") == "https://cdn.example.com/i.jpg"
    assert web_address("", "https://example.com/") is None


@given(_ADDRESSES)
def test_canonical_addresses_are_canonical(url):
    once = canonical_url(url)

    assert canonical_url(once) == once
    assert story_key(once) == story_key(url)


@given(st.text(max_size=60))
def test_any_text_has_a_canonical_form(text):
    once = canonical_url(text)

    assert canonical_url(once) == once
    story_key(text)


@pytest.mark.parametrize(
    ("page", "claimed", "believed"),
    [
        ("https://www.bbc.co.uk/news/1?x=y", "https://m.bbc.co.uk/news/1", True),
        ("https://one.co.uk/a", "https://other.co.uk/a", False),
        ("https://one.github.io/a", "https://other.github.io/a", False),
        ("https://example.com/story", "https://example.com/", False),
        ("https://example.com/story", "https://example.com/index.html", False),
        ("https://example.com/?p=3", "https://example.com/?p=3", True),
        ("http://127.0.0.1:8020/a?utm_source=x", "http://127.0.0.1:8020/a", True),
        ("http://127.0.0.1:8020/a", "http://127.0.0.1:9999/a", False),
        ("https://example.com/story", "javascript:alert(1)", False),
    ],
)
def test_a_page_may_name_only_an_address_of_its_own_site(page, claimed, believed):
    assert believable_canonical(page, claimed) is believed


def test_front_pages_are_no_stories():
    assert is_home_page("https://example.com")
    assert is_home_page("https://example.com/index.php?utm_source=x")
    assert not is_home_page("https://example.com/home/garden")
