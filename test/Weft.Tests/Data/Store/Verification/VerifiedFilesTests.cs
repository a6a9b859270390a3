using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Data.Store.Verification;
using Weft.Foundation;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;

namespace Weft.Tests.Data.Store.Verification;

/// <summary>A store is hashed once; then size and time of its files are enough, unless they tell nothing.</summary>
public sealed class VerifiedFilesTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _cache = new();
    private readonly string _folder;

    public VerifiedFilesTests() => _folder = CorpusPreparer.Prepare(
        FakeCorpus.Official("a b c d\n", "a b\n", "c\n"), new DataOptions { Tokenizer = "blanks" }, _cache.Path, workers: 1).Folder;

    [Fact]
    public void Files_at_rest_are_hashed_once()
    {
        SetTimes(LongAgo);

        Assert.Equal(SizeOfAll(), HashedBytes());
        Assert.Equal(0, HashedBytes());
    }

    [Fact]
    public void A_file_whose_time_changed_is_hashed_alone()
    {
        SetTimes(LongAgo);
        HashedBytes();
        File.SetLastWriteTimeUtc(At("train.tokens"), LongAgo.AddSeconds(1));

        Assert.Equal(10, HashedBytes());
        Assert.Equal(0, HashedBytes());
    }

    [Fact]
    public void A_change_that_shows_in_the_time_is_found()
    {
        SetTimes(LongAgo);
        HashedBytes();
        Flip("train.tokens");

        Assert.Contains("train.tokens was changed", Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder)).Message);
    }

    [Fact]
    public void A_change_under_the_old_time_is_found_where_the_system_keeps_another()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux is asked for it.");
        SetTimes(LongAgo);
        HashedBytes();
        Flip("train.tokens");
        SetTimes(LongAgo);

        Assert.Contains("train.tokens was changed", Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder)).Message);
    }

    [Fact]
    public void A_file_that_was_written_just_now_is_not_remembered()
    {
        // Its time need not change when it is written to again at once.
        var written = File.GetLastWriteTimeUtc(At("train.tokens"));
        HashedBytes();
        Flip("train.tokens");
        File.SetLastWriteTimeUtc(At("train.tokens"), written);

        Assert.Contains("train.tokens was changed", Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no list")]
    [InlineData("{\"schema\":1,\"files\":null}")]
    [InlineData("{\"schema\":2,\"files\":{}}")]
    public void A_damaged_memory_is_none(string content)
    {
        SetTimes(LongAgo);
        HashedBytes();
        File.WriteAllText(_folder + ".verified", content);

        Assert.Equal(SizeOfAll(), HashedBytes());
    }

    [Fact]
    public void The_memory_is_of_a_hash_and_not_of_whatever_is_wanted_next()
    {
        SetTimes(LongAgo);
        HashedBytes();
        var list = At("files.sha256");
        File.WriteAllText(list, File.ReadAllText(list).Replace(Hashes.Sha256OfFile(At("train.tokens")), new string('0', 64), StringComparison.Ordinal));

        Assert.Contains("train.tokens was changed", Assert.Throws<InvalidDataException>(() => TokenStore.Open(_folder)).Message);
    }

    [Fact]
    public void Where_nothing_can_be_remembered_the_store_opens_all_the_same()
    {
        SetTimes(LongAgo);
        Directory.CreateDirectory(_folder + ".verified");

        Assert.Equal(SizeOfAll(), HashedBytes());
        Assert.Equal(SizeOfAll(), HashedBytes());
    }

    public void Dispose() => _cache.Dispose();

    private string At(string name) => Path.Combine(_folder, name);

    private IEnumerable<string> ListedFiles() => Directory.EnumerateFiles(_folder).Where(path => Path.GetFileName(path) != "files.sha256");

    private long SizeOfAll() => ListedFiles().Sum(path => new FileInfo(path).Length);

    private void SetTimes(DateTime time)
    {
        foreach (var path in ListedFiles())
            File.SetLastWriteTimeUtc(path, time);
    }

    private void Flip(string name)
    {
        var bytes = File.ReadAllBytes(At(name));
        bytes[0] ^= 1;
        File.WriteAllBytes(At(name), bytes);
    }

    /// <summary>How many bytes opening the store hashes.</summary>
    private long HashedBytes() => StoreVerification.Require(_folder, progress: null, CancellationToken.None).HashedBytes;
}
