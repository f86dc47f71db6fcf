"""Discord's markdown as the page draws it."""

import asyncio

from tests.patience import PATIENCE
from tests.standin.page.scene import Scene, needs_browser

pytestmark = needs_browser

MARKDOWN = {
    "**bold** *it* _it_ ***both*** __under__ ~~gone~~": "<p><strong>bold</strong> <em>it</em> <em>it</em> "
    "<strong><em>both</em></strong> <u>under</u> <s>gone</s></p>",
    "snake_case_name 2*3*4 and ** alone": "<p>snake_case_name 2<em>3</em>4 and ** alone</p>",
    r"\*plain\* \[a](https://b.example)": '<p>*plain* [a](<a class="md-link" title="https://b.example/" '
    'href="https://b.example/" target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">'
    "https://b.example</a>)</p>",
    "### Small\n-# print\n#none": '<h3 class="md-h3">Small</h3><p class="md-subtext">print</p><p>#none</p>',
    "> one\n> two\nthree": "<blockquote><p>one\ntwo</p></blockquote><p>three</p>",
    ">>> all\nof it": "<blockquote><p>all\nof it</p></blockquote>",
    "- a\n  - b\n- c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "3. c\n4. d": '<ol start="3"><li>c</li><li>d</li></ol>',
    "`**code**` ``a`b``": "<p><code>**code**</code> <code>a`b</code></p>",
    "```py\n<b>\n```": '<pre tabindex="0" aria-label="code"><code>&lt;b&gt;</code></pre>',
    "<:clip:123> <@5> <#6> <@&7> </news results:8>": "<p>"
    '<span class="emoji-custom" title=":clip:">:clip:</span> '
    '<span class="mention mention-user" data-id="5">@unknown person</span> '
    '<span class="mention">#unknown channel</span> '
    '<span class="mention mention-role" data-id="7">@deleted role</span> '
    '<span class="mention mention-command" data-id="8">/news results</span></p>',
    "**never closed": "<p>**never closed</p>",
}
DRAW = """async (source) => {
    const { markdown } = await import("/markdown-view.js");
    const { Store } = await import("/store.js");
    return markdown(source, { store: new Store("1"), guildId: null, go() {} }).innerHTML;
}"""


async def test_markdown_reads_as_on_discord(scene: Scene) -> None:
    await scene.open(person=scene.reader)

    drawn = {source: await scene.page.evaluate(DRAW, source) for source in MARKDOWN}

    assert drawn == MARKDOWN


async def test_no_text_within_discords_limits_keeps_the_page_busy(scene: Scene) -> None:
    await scene.open(person=scene.reader)
    hostile = [
        "*" * 4000,
        "[" * 4000,
        "_a " * 1333,
        "||" * 2000,
        "> " * 2000,
        "**a_b~~c" * 500,
        "<" * 4000,
        "`" * 3999,
    ]

    for source in hostile:
        async with asyncio.timeout(PATIENCE):  # a parser that goes back and forth takes hours
            await scene.page.evaluate(DRAW, source)
