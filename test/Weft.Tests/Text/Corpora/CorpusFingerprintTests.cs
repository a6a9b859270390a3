using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Corpora;

public sealed class CorpusFingerprintTests
{
    [Fact]
    public void Files_are_named_below_the_folder_that_they_share()
    {
        using var folder = new TemporaryFolder();
        var corpus = new TextCorpus("x", [Source(folder, "a/b/one.txt", "one"), Source(folder, "a/bc/two.txt", "two!")]);

        Assert.Equal(
            [new SourceHash("b/one.txt", 3, Hashes.Sha256("one")), new SourceHash("bc/two.txt", 4, Hashes.Sha256("two!"))],
            CorpusFingerprint.Of(corpus));
    }

    [Fact]
    public void A_single_file_has_its_own_name()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("one.txt", Assert.Single(CorpusFingerprint.Of(new TextCorpus("x", [Source(folder, "one.txt", "one")]))).Name);
    }

    private static TextSource Source(TemporaryFolder folder, string name, string text) => new(folder.Write(name, text), TextFormat.Text, null);
}
