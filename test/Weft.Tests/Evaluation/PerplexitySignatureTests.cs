using System.Security.Cryptography;
using Weft.Data;
using Weft.Evaluation;
using Weft.Tests.Data;
using Weft.Tests.Support;
using Weft.Text;

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
        Assert.Equal($"blanks|vocabulary:4:{vocabulary}|eos:scored|context:32|stride:16|tail:scored|validation:{validation}", PerplexitySignature.Of(store, Split.Validation, 32, 16));
        Assert.Equal($"blanks|vocabulary:4:{vocabulary}|eos:scored|context:8|stride:8|tail:scored|test:{test}", PerplexitySignature.Of(store, Split.Test, 8, 8));
        // Columns are measured as windows are; documents by themselves are another measurement.
        Assert.Equal(PerplexitySignature.Of(store, Split.Test, 8, 8), PerplexitySignature.Of(store, Split.Test, 8, 8, BatchingMode.Stream));
        Assert.Equal($"blanks|vocabulary:4:{vocabulary}|eos:scored|context:8|stride:8|tail:scored|batching:padded|test:{test}", PerplexitySignature.Of(store, Split.Test, 8, 8, BatchingMode.Padded));
    }

    public void Dispose() => _cache.Dispose();

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
}
