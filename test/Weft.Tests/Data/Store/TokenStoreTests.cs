using System.Text.Json.Nodes;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Data.Store;

public sealed class TokenStoreTests : IDisposable
{
    private const string Remedy = "\nDelete the folder and prepare the data again.";

    private readonly TemporaryFolder _cache = new();
    private readonly string _folder;

    public TokenStoreTests() => _folder = CorpusPreparer.Prepare(
        FakeCorpus.Official("a b c d\n", "a b\n", "c\n"), new DataOptions { Tokenizer = "blanks" }, _cache.Path, workers: 1).Folder;

    public static TheoryData<string> Files =>
        [.. new[] { "train", "validation", "test" }.SelectMany(split => new[] { $"{split}.tokens", $"{split}.documents" }), "vocabulary.json", "manifest.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_flipped_bit_is_found(string name)
    {
        var path = At(name);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        AssertRefused($"{path} was changed: its SHA-256 is not the one that it was written with");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_cut_short_is_found(string name)
    {
        File.WriteAllBytes(At(name), File.ReadAllBytes(At(name))[..^1]);

        AssertRefused($"{At(name)} was changed: its SHA-256 is not the one that it was written with");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_missing_file_is_named(string name)
    {
        File.Delete(At(name));

        AssertRefused($"{At(name)} is missing");
    }

    [Theory]
    [InlineData("", "has no hash and name of a file on line 1")]
    [InlineData("12ab  train.tokens\n", "has no hash and name of a file on line 1")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  ../x\n", "has no hash and name of a file on line 1")]
    public void A_list_of_hashes_that_is_none_is_refused(string content, string problem)
    {
        File.WriteAllText(At("files.sha256"), content);

        AssertRefused($"{At("files.sha256")} {problem}");
    }

    [Fact]
    public void A_list_of_hashes_that_leaves_a_file_out_is_refused()
    {
        ChangeList(lines => lines.Where(line => !line.EndsWith("  vocabulary.json", StringComparison.Ordinal)));
        AssertRefused($"{At("files.sha256")} does not name vocabulary.json");

        ChangeList(lines => lines.Where(line => !line.EndsWith("  test.documents", StringComparison.Ordinal)).Append(HashLine("vocabulary.json")));
        AssertRefused($"{At("test.documents")} is not the one that the manifest names");
    }

    [Theory]
    [InlineData("train/columns/tokens", "count", -1L, "manifest.json has impossible counts of the train split")]
    [InlineData("test", "words", -1L, "manifest.json has impossible counts of the test split")]
    [InlineData("train", "unknown", 6L, "manifest.json has impossible counts of the train split")]
    [InlineData("train/columns/tokens", "count", 4_611_686_018_427_387_904L, "train.tokens has 10 bytes, and 4611686018427387904 numbers of 2 bytes are expected")]
    [InlineData("validation/columns/documents", "count", long.MaxValue, "validation.documents has 16 bytes, and 9223372036854775807 numbers of 8 bytes are expected")]
    [InlineData("test/columns/documents", "count", 0L, "manifest.json has impossible counts of the test split")]
    [InlineData("train/columns/tokens", "width", 0L, "manifest.json names tokens of 0 bytes, where they have 2")]
    [InlineData("test/columns/documents", "width", 2L, "manifest.json names documents of 2 bytes, where they have 8")]
    [InlineData(null, "vocabularySize", int.MaxValue, "manifest.json names tokens of 2 bytes, where they have 4")]
    [InlineData(null, "vocabularySize", -6L, "manifest.json names a vocabulary of -6")]
    [InlineData(null, "vocabularySize", 7L, "vocabulary.json is not the one that the manifest names")]
    [InlineData(null, "schema", 3L, "manifest.json has schema 3, and this version of Weft reads 4")]
    public void Counts_that_are_lies_are_refused_even_where_the_hashes_agree(string? split, string key, long value, string problem)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(At("manifest.json")))!;
        (split ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(manifest, (node, name) => node[name]!)[key] = value;
        Replace("manifest.json", StrictUtf8.Encoding.GetBytes(manifest.ToJsonString()));

        AssertRefused($"{_folder}/{problem}");
    }

    [Theory]
    [InlineData("documents", null, "manifest.json names no column documents of the train split")]
    [InlineData("documents", "null", "manifest.json names no column documents of the train split")]
    [InlineData("other", """{ "width": 2, "count": 5, "sha256": "" }""", "manifest.json names the column other, which is not known")]
    [InlineData("tags", """{ "width": 2, "count": 5, "sha256": "" }""", "manifest.json names the column tags, which is not known")]
    public void Columns_that_there_cannot_be_are_refused_even_where_the_hashes_agree(string name, string? column, string problem)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(At("manifest.json")))!;
        var columns = manifest["train"]!["columns"]!.AsObject();
        columns.Remove(name);
        if (column is not null)
            columns[name] = JsonNode.Parse(column);
        Replace("manifest.json", StrictUtf8.Encoding.GetBytes(manifest.ToJsonString()));

        AssertRefused($"{_folder}/{problem}");
    }

    [Theory]
    [InlineData(new long[] { 1, 5 }, "has its first document begin at 1")]
    [InlineData(new long[] { 0, 4 }, "has its last document end at 4 of 5 tokens")]
    [InlineData(new long[] { 0, -1 }, "has document offsets that are out of order")]
    [InlineData(new long[] { 0, long.MaxValue }, "has document offsets that are out of order")]
    public void Documents_that_do_not_follow_each_other_are_refused_even_where_the_hashes_agree(long[] offsets, string problem)
    {
        Replace("train.documents", [.. offsets.SelectMany(BitConverter.GetBytes)]);

        AssertRefused($"{At("train.documents")} {problem}");
    }

    [Fact]
    public void An_id_outside_the_vocabulary_is_never_given_out()
    {
        Replace("train.tokens", [0, 0, 99, 0, 1, 0, 2, 0, 3, 0]);
        using var store = TokenStore.Open(_folder);

        var error = Assert.Throws<InvalidDataException>(() => store[Split.Train].CopyTo(0, new long[5]));
        Assert.Equal($"The token store cannot be used: {At("train.tokens")} has the number 99 at 1, where they are below 6.{Remedy}", error.Message);
    }

    [Fact]
    public void A_store_that_is_cut_short_while_it_is_used_is_an_error_and_no_crash()
    {
        using var store = TokenStore.Open(_folder);
        foreach (var name in new[] { "train.tokens", "train.documents" })
        {
            using var file = new FileStream(At(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(3);
        }

        Assert.Equal(
            $"The token store cannot be used: {At("train.tokens")} was cut short while it was used.{Remedy}",
            Assert.Throws<InvalidDataException>(() => store[Split.Train].CopyTo(1, new long[2])).Message);
        Assert.Contains("train.documents was cut short while it was used", Assert.Throws<InvalidDataException>(() => store[Split.Train].DocumentStart(1)).Message);
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
        Assert.Throws<ArgumentOutOfRangeException>(() => train.CopyDocumentStarts(0, new long[3]));
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

    private string At(string name) => Path.Combine(_folder, name);

    private string HashLine(string name) => $"{Hashes.Sha256OfFile(At(name))}  {name}";

    private void ChangeList(Func<IEnumerable<string>, IEnumerable<string>> change) =>
        File.WriteAllText(At("files.sha256"), string.Concat(change(File.ReadAllLines(At("files.sha256"))).Select(line => line + "\n")));

    /// <summary>Replaces a file as somebody would who makes all hashes agree.</summary>
    private void Replace(string name, byte[] content)
    {
        var before = Hashes.Sha256OfFile(At(name));
        File.WriteAllBytes(At(name), content);
        var after = Hashes.Sha256OfFile(At(name));
        File.WriteAllText(At("manifest.json"), File.ReadAllText(At("manifest.json")).Replace(before, after, StringComparison.Ordinal));
        ChangeList(lines => lines.Select(line => HashLine(line[66..])));
    }

    private void AssertRefused(string problem) => Assert.Equal(
        $"The token store cannot be used: {problem}.{Remedy}", Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder)).Message);
}
