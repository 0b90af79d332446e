"""Segments keep their colours as long as they keep their names."""

from crm_tui.segment_colours import colour_places, colours_after


def test_a_name_keeps_its_colour_when_segments_change_places() -> None:
    known = colours_after(["loyal", "", "new"], {})
    assert known == {"loyal": 0, "new": 2}
    assert colour_places(["new", "loyal", "", ""], known) == [2, 0, 1, 3]
    assert colours_after(["new", "lost"], known) == {"loyal": 0, "new": 2, "lost": 1}


def test_no_two_segments_share_a_colour_and_without_names_it_is_their_number() -> None:
    assert colour_places(["", "", ""], {"gone": 1}) == [0, 1, 2]
    assert colour_places(["b", "a"], {"a": 0}) == [1, 0]
