using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;

namespace Weft.Tests.Text.Corpora;

public sealed class OfficialSplitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("wiki.train.tokens", "wiki.valid.tokens", "wiki.test.tokens")]
    [InlineData("wiki.train.raw", "wiki.valid.raw", "wiki.test.raw")]
    [InlineData("train.txt", "val.txt", "test.txt")]
    [InlineData("train.txt.gz", "dev.txt.gz", "test.txt.gz")]
    [InlineData("train.jsonl", "validation.jsonl", "test.jsonl")]
    [InlineData("train-00000-of-00001.parquet", "validation-00000-of-00001.parquet", "test-00000-of-00001.parquet")]
    public void The_usual_names_are_known(string train, string validation, string test)
    {
        Write(train, validation, test, "README.md");
        var corpus = Locate();

        Assert.True(corpus.HasOfficialSplits);
        Assert.Equal(
            [(train, Split.Train), (validation, Split.Validation), (test, Split.Test)],
            corpus.Sources.Select(source => (Path.GetFileName(source.Path), source.OfficialSplit!.Value)));
    }

    [Fact]
    public void A_split_may_come_in_parts()
    {
        Write("train-00001-of-00002.parquet", "train-00000-of-00002.parquet", "validation.parquet", "test.parquet");

        Assert.Equal(
            ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet", "validation.parquet", "test.parquet"],
            Locate().Sources.Select(source => Path.GetFileName(source.Path)));
    }

    [Fact]
    public void A_missing_part_is_an_error()
    {
        Write("train-00001-of-00003.parquet", "train-00000-of-00003.parquet", "validation.parquet", "test.parquet");

        Assert.Equal($"{_folder.Path} holds 2 of the 3 parts of its train split. Fetch the others.", Refused());
    }

    [Fact]
    public void A_split_that_is_there_twice_is_an_error()
    {
        Write("train.txt", "wiki.train.tokens", "valid.txt", "test.txt");

        Assert.Equal($"{_folder.Path} holds its train split more than once: train.txt, wiki.train.tokens. Keep one of them.", Refused());
    }

    [Fact]
    public void Without_all_three_it_is_an_ordinary_folder_which_is_told()
    {
        Write("train.txt", "valid.txt", "other.txt");
        var corpus = Locate();

        Assert.False(corpus.HasOfficialSplits);
        Assert.Equal(3, corpus.Sources.Count);
        Assert.Equal($"{_folder.Path} has no test file beside the others: it is divided as an ordinary folder.", corpus.Note);
    }

    private void Write(params string[] names)
    {
        foreach (var name in names)
            _folder.Write(name, "text");
    }

    private TextCorpus Locate() =>
        CorpusLocator.Locate(_folder.Path, new CorpusOptions { DataFolder = _folder.Path }, stop: TestContext.Current.CancellationToken);

    private string Refused() => Assert.Throws<InvalidDataException>(Locate).Message;
}
