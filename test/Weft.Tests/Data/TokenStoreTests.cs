using Weft.Data;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Data;

public sealed class TokenStoreTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();
    private readonly string _folder;

    public TokenStoreTests() => _folder = CorpusPreparer.Prepare(
        FakeCorpus.Official("a b c d\n", "a b\n", "c\n"), new DataOptions { Tokenizer = "blanks" }, _cache.Path, workers: 1).Folder;

    [Theory]
    [InlineData("train.tokens", "has 9 bytes, and 10 are expected")]
    [InlineData("test.documents", "has 15 bytes, and 16 are expected")]
    public void A_file_that_is_cut_short_is_found_at_once(string name, string problem)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        var error = Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder));

        Assert.Equal($"The token store cannot be used: {path} {problem}. Delete the folder and prepare the data again.", error.Message);
    }

    [Theory]
    [InlineData("train.tokens", "is missing")]
    [InlineData("vocabulary.json", "There is no vocabulary at")]
    [InlineData("manifest.json", "There is no manifest of the token store at")]
    public void A_missing_file_is_named(string name, string problem)
    {
        File.Delete(Path.Combine(_folder, name));
        var error = Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_of_another_store_is_refused()
    {
        var path = Path.Combine(_folder, "vocabulary.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"blanks\"", "\"words\"", StringComparison.Ordinal));

        Assert.Contains("is not the one that the manifest names", Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_token_is_found_by_verifying()
    {
        var path = Path.Combine(_folder, "train.tokens");
        var bytes = File.ReadAllBytes(path);
        bytes[0] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var store = TokenStore.Open(_folder);

        Assert.Contains("was changed", Assert.Throws<InvalidDataException>(store.Verify).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_outside_the_vocabulary_is_found_by_verifying_even_where_the_hash_agrees()
    {
        var path = Path.Combine(_folder, "train.tokens");
        var manifest = Path.Combine(_folder, "manifest.json");
        var before = Weft.Foundation.Hashes.Sha256OfFile(path);
        var bytes = File.ReadAllBytes(path);
        bytes[2] = 99;
        File.WriteAllBytes(path, bytes);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(before, Weft.Foundation.Hashes.Sha256OfFile(path), StringComparison.Ordinal));
        using var store = TokenStore.Open(_folder);

        Assert.Contains("has the id 99 at 1, outside a vocabulary of 6", Assert.Throws<InvalidDataException>(store.Verify).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_beyond_a_split_are_refused()
    {
        using var store = TokenStore.Open(_folder);
        var train = store[Split.Train];

        Assert.Equal(5, train.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => train[5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => train.CopyTo(3, new long[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => train.CopyTo(-1, new long[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => train.DocumentStart(2));
    }

    [Fact]
    public void A_closed_store_cannot_be_read()
    {
        var store = TokenStore.Open(_folder);
        var train = store[Split.Train];
        store.Dispose();

        Assert.Throws<ObjectDisposedException>(() => train[0]);
    }

    public void Dispose() => _cache.Dispose();
}
