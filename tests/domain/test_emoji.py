import pytest

from bot.domain.emoji import is_custom, leading_emoji


@pytest.mark.parametrize(
    "emoji",
    [
        "👍",
        "👍🏽",
        "❤",
        "❤\ufe0f",
        "👩\u200d❤\ufe0f\u200d💋\u200d👨",
        "🇺🇦",
        "1\ufe0f\u20e3",
        "#\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "<:tide:123456789012345678>",
        "<a:tide_2:123456789012345678>",
    ],
)
def test_a_whole_emoji_is_found_at_the_beginning(emoji):
    assert leading_emoji(f"{emoji} and a label") == emoji


@pytest.mark.parametrize("text", ["", "good", "1 one", "# one", ":tide:", "<:tide:12>", "✁ cut", "🇺 half"])
def test_what_is_no_emoji_is_none(text):
    assert leading_emoji(text) is None


def test_a_servers_own_emoji_is_told_from_unicodes():
    assert is_custom("<:tide:123456789012345678>")
    assert not is_custom("👍")
