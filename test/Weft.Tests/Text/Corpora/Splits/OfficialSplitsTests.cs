using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;

namespace Weft.Tests.Text.Corpora.Splits;

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
    [InlineData("train.jsonl", "eval.jsonl", "test.jsonl")]
    [InlineData("train-00000-of-00001.parquet", "validation-00000-of-00001.parquet", "test-00000-of-00001.parquet")]
    [InlineData("train-00000-of-00001-a09b74b3ef9c3b56.parquet", "validation-00000-of-00001-2a8b1c3d4e5f6071.parquet", "test-00000-of-00001-0cc175b9c0f1b6a8.parquet")]
    [InlineData("data/train-00000-of-00001.parquet", "data/validation-00000-of-00001.parquet", "data/test-00000-of-00001.parquet")]
    [InlineData("ptb.train.txt", "ptb.valid.txt", "ptb.test.txt")]
    [InlineData("my_train.txt", "my_dev.txt", "my_test.txt")]
    [InlineData("TRAIN.CSV", "Valid.csv", "Test.csv")]
    [InlineData("train.en.txt", "dev.en.txt", "test.en.txt")]
    [InlineData("ptb.train", "ptb.valid", "ptb.test")]
    [InlineData("train1.txt", "valid1.txt", "test1.txt")]
    [InlineData("data/train/x.md", "data/valid/y.txt", "data/test/z.jsonl")]
    [InlineData("train/deep/test-of-speed.md", "validation/a.md", "test/train.md")]
    public void The_usual_names_are_known(string train, string validation, string test)
    {
        Write(train, validation, test, "README.rst");
        var corpus = Locate();

        Assert.All(corpus.Sources, source => Assert.NotNull(source.OfficialSplit));
        Assert.Equal([(train, Split.Train), (validation, Split.Validation), (test, Split.Test)], Taken(corpus));
        Assert.Equal(
            [$"Splits as named: train 1 file ({train}), validation 1 file ({validation}), test 1 file ({test}).", "Left out: 1 file (1 of no split)."],
            corpus.Notes);
    }

    [Fact]
    public void A_split_may_come_in_parts()
    {
        Write("train-00001-of-00002.parquet", "train-00000-of-00002.parquet", "validation.parquet", "test.parquet");

        Assert.Equal(
            ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet", "validation.parquet", "test.parquet"],
            Taken(Locate()).Select(file => file.Name));
    }

    [Fact]
    public void Numbered_parts_need_not_be_alike()
    {
        Write("train_0.jsonl", "train-1.txt", "train_2.txt", "train.extra.txt", "dev.txt");
        var corpus = Locate();

        Assert.Equal([Split.Train, Split.Train, Split.Train, Split.Train, Split.Validation], Taken(corpus).Select(file => file.Split));
        Assert.Equal(
            "Splits as named: train 4 files (train-1.txt, train.extra.txt, train_0.jsonl and 1 more), validation 1 file (dev.txt); test is taken from train.",
            Assert.Single(corpus.Notes));
    }

    [Theory]
    [InlineData("train.txt", "test.txt", Split.Test, "validation is taken from train")]
    [InlineData("train.txt", "val.txt", Split.Validation, "test is taken from train")]
    public void What_is_missing_is_to_be_taken_from_train(string train, string other, Split split, string end)
    {
        Write(train, other);
        var corpus = Locate();

        Assert.Equal([(train, Split.Train), (other, split)], Taken(corpus));
        Assert.EndsWith($"; {end}.", Assert.Single(corpus.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_is_test_beside_another_validation_and_nothing_beside_both()
    {
        Write("train.txt", "dev.txt", "eval.txt");
        Assert.Equal([("train.txt", Split.Train), ("dev.txt", Split.Validation), ("eval.txt", Split.Test)], Taken(Locate()));

        Write("test.txt");
        Assert.Equal([("train.txt", Split.Train), ("dev.txt", Split.Validation), ("test.txt", Split.Test)], Taken(Locate()));
    }

    [Fact]
    public void A_missing_part_is_an_error()
    {
        Write("train-00001-of-00003-aaaaaa.parquet", "train-00000-of-00003-bbbbbb.parquet", "validation.parquet", "test.parquet");

        Assert.Equal($"{_folder.Path} holds 2 of the 3 parts of its train split. Fetch the others.", Refused());
    }

    [Theory]
    [InlineData("train.txt", "wiki.train.tokens")]
    [InlineData("train.txt", "train.txt.gz")]
    [InlineData("train.csv", "train.jsonl")]
    [InlineData("ptb.char.train.txt", "ptb.train.txt")]
    [InlineData("train-00000-of-00001-aaaaaaaa.parquet", "train-00000-of-00001-bbbbbbbb.parquet")]
    public void A_split_that_is_there_twice_is_an_error(string first, string second)
    {
        Write(first, second, "valid.txt", "test.txt");

        Assert.Equal(
            $"{_folder.Path} holds its train split more than once: {first}, {second}. Keep one of them, or divide the text anew: --set data.namedSplits=false.",
            Refused());
    }

    [Fact]
    public void Without_train_it_is_an_ordinary_folder_which_is_told()
    {
        Write("valid.txt", "test.txt", "other.txt");
        var corpus = Locate();

        Assert.All(corpus.Sources, source => Assert.Null(source.OfficialSplit));
        Assert.Equal(3, corpus.Sources.Count);
        Assert.Equal(
            $"{_folder.Path} has no files for train beside those named validation and test: it is divided as an ordinary folder.", Assert.Single(corpus.Notes));
    }

    [Fact]
    public void A_few_names_among_many_files_alike_are_no_splits_which_is_told()
    {
        Write([.. Enumerable.Range(0, 20).Select(i => $"note{i}.md"), "train.md", "test.md"]);
        var corpus = Locate();

        Assert.Equal(22, corpus.Sources.Count);
        Assert.All(corpus.Sources, source => Assert.Null(source.OfficialSplit));
        Assert.Equal($"{_folder.Path} has 2 files named as splits and 20 others: it is divided as an ordinary folder.", Assert.Single(corpus.Notes));
    }

    [Fact]
    public void Files_with_other_endings_do_not_outvote_the_splits()
    {
        Write(["train.jsonl", "test.jsonl", .. Enumerable.Range(0, 20).Select(i => $"tool{i}.py")]);

        Assert.Equal(["train.jsonl", "test.jsonl"], Taken(Locate()).Select(file => file.Name));
    }

    [Theory]
    [InlineData("training-notes.txt")]
    [InlineData("latest.txt")]
    [InlineData("contrain.txt")]
    [InlineData("train_test.txt")]
    [InlineData("train.py")]
    [InlineData("validate.md")]
    [InlineData("my train.txt")]
    public void A_word_counts_only_by_itself_and_only_in_text(string name)
    {
        Write(name, "test.txt.gz", "a.txt");
        var corpus = Locate();

        Assert.All(corpus.Sources, source => Assert.Null(source.OfficialSplit));
        Assert.Equal(
            $"{_folder.Path} has no files for train beside those named test: it is divided as an ordinary folder.", Assert.Single(corpus.Notes));
    }

    [Fact]
    public void A_pattern_finds_splits_too_and_names_can_be_left_unheeded()
    {
        Write("a/train.txt", "a/valid.txt", "a/test.txt", "a/train.md");

        Assert.Equal([Split.Train, Split.Validation, Split.Test], Taken(Locate("a/*.txt")).Select(file => file.Split));
        var corpus = CorpusLocator.Locate(
            _folder.Path, new CorpusOptions { DataFolder = _folder.Path, NamedSplits = false }, stop: TestContext.Current.CancellationToken);
        Assert.Equal(4, corpus.Sources.Count(source => source.OfficialSplit is null));
        Assert.Empty(corpus.Notes);
    }

    private void Write(params string[] names)
    {
        foreach (var name in names)
            _folder.Write(name, "text");
    }

    private TextCorpus Locate(string below = "") => CorpusLocator.Locate(
        _folder.File(below), new CorpusOptions { DataFolder = _folder.Path }, stop: TestContext.Current.CancellationToken);

    private IEnumerable<(string Name, Split Split)> Taken(TextCorpus corpus) => corpus.Sources.Select(source =>
        (Path.GetRelativePath(_folder.Path, source.Path).Replace('\\', '/'), source.OfficialSplit!.Value));

    private string Refused() => Assert.Throws<InvalidDataException>(() => Locate()).Message;
}
