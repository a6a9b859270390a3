using Weft.Bench;
using Weft.Bench.Listing;
using Weft.Bench.Trainings;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Bench;

/// <summary>Whether the two columns of <c>throughput --task classification</c> train the same model on the same batches.</summary>
public sealed class ClassifierListingTests : IDisposable
{
    private const int Vocabulary = 40;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Losses_are_the_same_update_by_update_from_the_same_weights()
    {
        using var texts = Texts();
        using var weft = new WeftClassifier(texts);
        using var listing = new ListingClassifier(texts);
        WeightPairs.CopyToListing(WeightPairs.Of(listing.Model, weft.Model));

        Assert.Equal(listing.Parameters, weft.Parameters);
        Assert.All(Enumerable.Range(0, 5), _ =>
        {
            var batches = texts.Next();
            var filling = texts.Read(batches[0]).Filling;
            Assert.InRange(filling.Padding, 0.01, 0.99);
            Assert.Equal(filling.Tokens, texts.TokensIn(batches));
            Assert.Equal(listing.Step(batches), weft.Step(batches), tolerance: 1e-4);
        });
    }

    [Theory]
    [InlineData("model.ngrams.buckets=8", "the listing has no n-grams")]
    [InlineData("model.pooling=first", "the listing's head sees the mean of the states")]
    [InlineData("sampling.wordDropout=0.1", "the listing takes no words out")]
    [InlineData("model.norm=pre", "TransformerEncoder has no norm before the sub-layers")]
    public void What_the_listing_does_not_have_is_said(string setting, string why) => Assert.Equal(why, ListingClassifier.WhyNot(Options(setting)));

    [Fact]
    public void Drawn_texts_have_every_word()
    {
        using var texts = Texts();

        // And the end of the text, and the unknown word.
        Assert.Equal(Vocabulary + 2, texts.Vocabulary);
    }

    public void Dispose() => _folder.Dispose();

    private TextBatches Texts() => new(
        Options($"data.source={SyntheticTexts.Write(_folder.File("texts"), Vocabulary, texts: 48, context: 12, seed: 3)}"), _folder.Path);

    private static RunOptions Options(params string[] settings) => BenchArguments.Build(
    [
        "preset=classify", "runtime.precision=float32", "data.tokenizer=blanks", "model.ngrams.buckets=0", "model.dropout=0", "model.dimension=16", "model.heads=2", "model.layers=2",
        "model.feedForward=24", "training.batch=4", "training.context=12", "sampling.wordDropout=0", "optimizer.weightDecay=0", .. settings,
    ]);
}
