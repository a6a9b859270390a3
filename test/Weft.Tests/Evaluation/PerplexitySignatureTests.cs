using System.Security.Cryptography;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Runtime;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Evaluation;

public sealed class PerplexitySignatureTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    [Fact]
    public void It_names_all_that_a_perplexity_depends_on()
    {
        using var store = CorpusPreparer.Prepare(
            FakeCorpus.Official("a b a\n", "b a\n", "a\n"), new DataOptions { Tokenizer = "blanks" }, _cache.Path, workers: 1).Open();

        // By frequency: a (2), then <eos> and b (1 each, in ordinal order), then <unk> (0).
        var vocabulary = Hash("a\n<eos>\nb\n<unk>"u8);
        var validation = Hash([2, 0, 0, 0, 1, 0]); // b a <eos>, two bytes each
        var test = Hash([0, 0, 1, 0]); // a <eos>
        var documents = Hash([0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]); // one, of two tokens
        Assert.Equal($"blanks|vocabulary:4:{vocabulary}|eos:scored|context:32|stride:16|tail:scored|float32|validation:{validation}", Of(store, Split.Validation, 32, 16));
        Assert.Equal($"blanks|vocabulary:4:{vocabulary}|eos:scored|context:8|stride:8|tail:scored|float32|test:{test}", Of(store, Split.Test, 8, 8));
        // Columns are measured as windows are; documents by themselves are another measurement.
        Assert.Equal(Of(store, Split.Test, 8, 8), Of(store, Split.Test, 8, 8, BatchingMode.Stream));
        Assert.Equal($"blanks|vocabulary:4:{vocabulary}|eos:scored|context:8|stride:8|tail:scored|batching:padded:{documents}|float32|test:{test}", Of(store, Split.Test, 8, 8, BatchingMode.Padded));
        // float32 and bfloat16 differ in the fifth digit.
        Assert.Equal($"blanks|vocabulary:4:{vocabulary}|eos:scored|context:8|stride:8|tail:scored|bfloat16|test:{test}", Of(store, Split.Test, 8, 8, precision: Precision.BFloat16));
    }

    [Fact]
    public void A_text_of_its_own_is_no_split()
    {
        var tokenizer = new BlankTokenizer();
        var vocabulary = new Vocabulary(["a", "<eos>", "b", "<unk>"], "<unk>", "<eos>");
        using var store = CorpusPreparer.PrepareWhole(
            FakeCorpus.Official("b a\n", "c\n", "a\n"), new DataOptions { Tokenizer = "blanks" }, tokenizer, vocabulary, _cache.Path).Open();

        var data = Hash([2, 0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 1, 0]); // b a <eos> <unk> <eos> a <eos>
        Assert.Equal($"blanks|vocabulary:4:{vocabulary.Hash[..8]}|eos:scored|context:8|stride:8|tail:scored|documents:{store.Manifest[Split.Test].HashOf("documents")![..8]}|float32|data:{data}", Of(store, Split.Test, 8, 8));
    }

    [Theory]
    [InlineData("a|float32|test:1", "a|bfloat16|test:1", true)]
    [InlineData("a|test:1", "a|bfloat16|test:1", true)]
    [InlineData("a|float32|test:1", "a|float32|test:2", false)]
    [InlineData("a|float32|test:1", null, false)]
    public void The_format_of_products_may_be_left_out_of_account(string one, string? other, bool alike) =>
        Assert.Equal(alike, PerplexitySignature.AreAlikeButForPrecision(one, other));

    public void Dispose() => _cache.Dispose();

    private static string Of(
        TokenStore store, Split split, int context, int stride, BatchingMode batching = BatchingMode.Chunks, Precision precision = Precision.Float32) =>
        PerplexitySignature.Of(store, split, context, stride, batching, precision);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
}
