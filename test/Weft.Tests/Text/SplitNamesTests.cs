using Weft.Text;

namespace Weft.Tests.Text;

public sealed class SplitNamesTests
{
    [Fact]
    public void Each_split_has_the_word_that_options_and_files_have() =>
        Assert.Equal(["train", "validation", "test"], new[] { Split.Train, Split.Validation, Split.Test }.Select(SplitNames.Of));
}
