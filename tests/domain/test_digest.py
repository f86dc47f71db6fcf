"""Which stories a digest has, in which order, and under which tags."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import MOST_STORIES, Candidate, Wish, rank, select
from bot.domain.ids import ChannelId, EditionId, TagId
from bot.domain.subscription import Reach
from tests.builders import NOON

OPEN, HIDDEN = ChannelId(10), ChannelId(20)
PEACE, SPORT, MUSIC = TagId(1), TagId(2), TagId(3)


def a_story(number=1, **changes):
    values = {
        "edition_id": EditionId(number),
        "title": f"Story {number}",
        "channel_id": OPEN,
        "came_at": NOON + timedelta(minutes=number),
        "tags": (PEACE,),
    }
    return Candidate(**values | changes)


stories = st.lists(
    st.builds(
        a_story,
        st.integers(1, 10**6),
        channel_id=st.sampled_from([OPEN, HIDDEN]),
        tags=st.sampled_from([(), (PEACE,), (SPORT, PEACE), (MUSIC,)]),
        voters=st.integers(0, 5),
        said=st.integers(0, 5),
    ),
    max_size=30,
    unique_by=lambda story: story.edition_id,
)
wishes = st.builds(
    Wish,
    st.none() | st.dictionaries(st.sampled_from([PEACE, SPORT, MUSIC]), st.sampled_from(Reach), min_size=1),
    st.frozensets(st.integers(1, 30).map(EditionId)),
)


def chosen(stories, wish=None, **more):
    return [each.edition_id for each in select(stories, wish or Wish(), seen={OPEN}, **more).stories]


def test_what_was_voted_on_and_discussed_goes_first_and_of_equals_the_newer():
    silent, newer, voted = a_story(1), a_story(2), a_story(3, voters=2)
    discussed = a_story(4, voters=1, said=3)

    assert [each.edition_id for each in rank([silent, newer, voted, discussed])] == [4, 3, 2, 1]


def test_no_more_than_ten_are_told_and_the_rest_is_counted():
    selection = select([a_story(number) for number in range(1, 15)], Wish(), seen={OPEN})

    assert [each.edition_id for each in selection.stories] == list(range(14, 4, -1))
    assert selection.more == 4


def test_a_reader_gets_the_stories_of_their_tags_those_for_digests_first_under_that_tag():
    wish = Wish({PEACE: Reach.MENTION, SPORT: Reach.DIGEST})
    loud = a_story(1, voters=9)
    both = a_story(2, tags=(PEACE, SPORT))
    other = a_story(3, tags=(MUSIC,), voters=99)

    selection = select([loud, both, other], wish, seen={OPEN})

    assert [(group.tag_id, [each.edition_id for each in group.stories]) for group in selection.groups] == [
        (SPORT, [2]),
        (PEACE, [1]),
    ]


def test_a_tag_that_is_only_to_be_looked_for_brings_nothing_into_a_digest():
    wish = Wish({PEACE: Reach.LIST, SPORT: Reach.DIGEST})
    both = a_story(3, tags=(PEACE, SPORT))

    selection = select(
        [a_story(1, tags=(PEACE,), voters=9), a_story(2, tags=(SPORT,)), both], wish, seen={OPEN}
    )

    assert [(group.tag_id, [each.edition_id for each in group.stories]) for group in selection.groups] == [
        (SPORT, [3, 2])
    ]


def test_who_has_no_tags_gets_the_stories_of_all_each_under_its_first():
    selection = select([a_story(1, tags=(SPORT, PEACE)), a_story(2, tags=(MUSIC,))], Wish(), seen={OPEN})

    assert [group.tag_id for group in selection.groups] == [MUSIC, SPORT]


def test_what_was_told_comes_again_only_where_it_is_among_the_most_discussed():
    told = frozenset(EditionId(number) for number in (1, 2, 3, 4, 6))
    talked_of = [a_story(number, said=10 - number) for number in (1, 2, 3, 4, 5)]

    assert chosen([*talked_of, a_story(6)], Wish(told=told)) == [1, 2, 3, 5]
    assert chosen([a_story(6)], Wish(told=told)) == []  # nobody cared: nothing to come again for


def test_a_story_without_a_tag_or_in_a_hidden_channel_is_in_no_digest():
    assert chosen([a_story(1, tags=()), a_story(2, channel_id=HIDDEN)]) == []


@given(stories, wishes)
def test_a_digest_has_only_what_may_be_seen_and_is_wanted_each_once_and_counts_the_rest(found, wish):
    selection = select(found, wish, seen={OPEN})

    ids = [each.edition_id for each in selection.stories]
    fit = [each for each in found if each.channel_id == OPEN and any(map(wish.wants, each.tags))]
    untold = [each for each in fit if each.edition_id not in wish.told]
    assert len(ids) == len(set(ids)) <= MOST_STORIES
    assert {*ids} <= {each.edition_id for each in fit}
    assert len(untold) <= len(ids) + selection.more <= len(untold) + 3
    assert all(wish.wants(group.tag_id) for group in selection.groups)
    assert len({group.tag_id for group in selection.groups}) == len(selection.groups)
    assert selection.more == 0 or len(ids) == MOST_STORIES
