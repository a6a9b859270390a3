using CsCheck;
using Weft.Text.Sentences;

namespace Weft.Tests.Text.Sentences;

public class SentenceSplitterTests
{
    /// <summary>Sentences stand between bars; the blanks between them belong to the second one.</summary>
    [Theory]
    [InlineData("It rained.| We left.| Why?| Nobody knows!")]
    [InlineData("Mr. Brown met Dr. Jones at St. Paul's.| They talked, e.g. about Mrs. Hall.")]
    [InlineData("It cost 3.14 dollars, not 1,000.50.| Version 2.0 is out.")]
    [InlineData("J. R. R. Tolkien wrote it.| George W. Bush did not.")]
    [InlineData("He lives in the U.S.| It is large.| The U.S. Senate met at 5 p.m. on Monday.")]
    [InlineData("Apple Inc. Chairman Jobs spoke.| She works for Apple Inc.| The pay is good.")]
    [InlineData("See No. 5 and Fig. 2 on p. 12.| No.| It ended on Jan. 3.")]
    [InlineData("\"Go away.\"| He went.| (He was sad.)| \u201CStay!\u201D| She stayed.")]
    [InlineData("\"What?\" he said.| \"Nothing!\" she cried.")]
    [InlineData("He left.| \"Why?\" she asked.")]
    [InlineData("Well... perhaps not.| So it goes...| Then it ended\u2026| And began.")]
    [InlineData("You did what?!| Never!!| Really?")]
    [InlineData("Read www.example.org/a.html or file.txt now.| Then stop.")]
    [InlineData("1. Heat the oven.| Put it in.")]
    [InlineData("A heading\n|\tNot. so. long.| An end\n\n|Next")]
    [InlineData("他走了。|我也走了！|真的吗？|是。")]
    [InlineData(" = Title = \n \n| It was the first .| It sold 3 @.@ 5 million copies .")]
    [InlineData(" Mr. Jones came .| He said , \" Go . \"| Then he left ( in 1990 . )| She stayed .\n")]
    [InlineData(" He said : \" I am .| You are . \"| Is it ?| \" No . \"| Yes .")]
    [InlineData(" It went on . . . and on ...| Then it ended ? !| Yes .")]
    [InlineData(" He cried \" Go ! \" .| Then he left [ ... ] .| Why ?")]
    [InlineData("Never ends")]
    public void Sentences_are_found(string text) => Assert.Equal(text.Split('|'), Split(text.Replace("|", "", StringComparison.Ordinal)));

    [Fact]
    public void Blank_lines_belong_to_the_sentence_before_and_blank_text_has_none()
    {
        Assert.Empty(Starts(" \n\n"));
        Assert.Equal([2], Starts(" \nA.\n \n"));
    }

    [Fact]
    public void Sentences_joined_are_the_text_and_none_is_blank() =>
        Gen.Char["aB1 .!?\u2026\"')(\n"].Array[0, 60].Select(letters => new string(letters)).Sample(text =>
        {
            var sentences = Split(text);
            return string.Concat(sentences) == text && Starts(text) is var starts
                && starts.SequenceEqual(starts.Distinct().Order()) && (starts.Count == 0 || !sentences.Any(string.IsNullOrWhiteSpace));
        });

    private static List<int> Starts(string text)
    {
        var starts = new List<int>();
        SentenceSplitter.Split(text, starts);
        return starts;
    }

    private static string[] Split(string text)
    {
        int[] cuts = [0, .. Starts(text).Skip(1), text.Length];
        return [.. cuts.Zip(cuts.Skip(1), (start, end) => text[start..end])];
    }
}
