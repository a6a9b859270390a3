using Weft.Generation;

namespace Weft.Tests.Generation;

public class TextStreamTests
{
    private readonly List<string> _pieces = [];

    [Fact]
    public void Pieces_are_written_as_they_come_and_once()
    {
        var stream = Stream();
        stream.Update("a", isLast: false);
        stream.Update("ab", isLast: false);
        stream.Update("ab", isLast: false);
        stream.Update("abcd", isLast: true);

        Assert.Equal(["a", "b", "cd"], _pieces);
        Assert.Equal("abcd", stream.Written);
    }

    [Fact]
    public void A_stop_text_that_comes_in_parts_is_not_written()
    {
        var stream = Stream("END");

        Assert.False(stream.Update("the E", isLast: false));
        Assert.False(stream.Update("the EN", isLast: false));
        Assert.True(stream.Update("the END and more", isLast: false));
        Assert.Equal(["the "], _pieces);
    }

    [Fact]
    public void What_only_began_like_a_stop_text_is_written_after_all()
    {
        var stream = Stream("END");
        stream.Update("an E", isLast: false);
        stream.Update("an EN", isLast: false);
        Assert.Equal("an ", stream.Written);
        stream.Update("an ENd", isLast: false);
        Assert.Equal("an ENd", stream.Written);
        stream.Update("an ENd E", isLast: false);
        Assert.Equal("an ENd ", stream.Written);
        stream.Update("an ENd E", isLast: true);

        Assert.Equal(["an ", "ENd", " ", "E"], _pieces);
    }

    [Fact]
    public void The_first_of_several_stop_texts_ends_the_writing()
    {
        var stream = Stream("two", "one");

        Assert.True(stream.Update("zero one two", isLast: false));
        Assert.Equal("zero ", stream.Written);
    }

    [Fact]
    public void Characters_whose_bytes_are_not_all_there_are_held_back()
    {
        var stream = Stream();
        stream.Update("caf\uFFFD", isLast: false);
        Assert.Equal("caf", stream.Written);
        stream.Update("café", isLast: false);

        Assert.Equal(["caf", "é"], _pieces);
    }

    [Fact]
    public void A_character_that_stays_incomplete_is_written_at_the_end()
    {
        var stream = Stream();
        stream.Update("a\uFFFD", isLast: false);
        stream.Update("a\uFFFD", isLast: true);

        Assert.Equal("a\uFFFD", stream.Written);
    }

    [Fact]
    public void A_stop_text_in_the_prompt_ends_nothing()
    {
        var stream = Stream(". B", "aa");
        stream.Begin("a a.");

        Assert.False(stream.Update("a a. b", isLast: false));
        Assert.True(stream.Update("a a. b. B", isLast: false));
        Assert.Equal(["a a.", " b"], _pieces);
    }

    private TextStream Stream(params string[] stops) => new(stops, _pieces.Add);
}
