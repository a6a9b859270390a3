using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Reading;

public sealed class WikiTextTests
{
    [Theory]
    // Articles as in the paper (Merity et al. 2016, table 1): 600, 60, 60; tokens are the words and one end for each line.
    [InlineData("train", 36_718, 2_088_628, 600)]
    [InlineData("valid", 3_760, 217_646, 60)]
    [InlineData("test", 4_358, 245_569, 60)]
    public void The_official_counts_hold(string split, int lines, int tokens, int articles)
    {
        var path = Path.Combine(RealData.Path("wikitext-2"), $"{split}.txt.gz");
        var pieces = Documents.Pieces(path, TextFormat.Text);
        var foundLines = pieces.Sum(piece => piece.Text.Count(c => c == '\n'));
        var words = pieces.Sum(piece => piece.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length);

        Assert.Equal(lines, foundLines);
        Assert.Equal(tokens, words + foundLines);
        Assert.Equal(articles, pieces.Count(piece => piece.StartsDocument));
    }
}
