using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Corpora;

public sealed class GivenRecordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_records_are_the_same_files_and_others_are_others()
    {
        var first = Keep("a \"quoted\" text\nof two lines", "größer 🙂");
        var again = Keep("a \"quoted\" text\nof two lines", "größer 🙂");
        var other = Keep("a \"quoted\" text\nof two lines", "größer");

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.GetDirectoryName(first)!).Length);
        Assert.Equal(["""{"text":"a \"quoted\" text\nof two lines"}""", """{"text":"größer \uD83D\uDE42"}"""], File.ReadLines(Path.Combine(first, "texts.jsonl")));
    }

    [Fact]
    public void Records_of_splits_are_in_files_of_their_names_and_those_of_none_are_trained_on()
    {
        var path = GivenRecords.Keep(
            [new("a", Split.Test), new("b"), new("c", Split.Validation), new("d", Split.Train)], _folder.Path);

        Assert.Equal(["test.jsonl", "train.jsonl", "validation.jsonl"], Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["""{"text":"b"}""", """{"text":"d"}"""], File.ReadLines(Path.Combine(path, "train.jsonl")));
        Assert.Equal([(Split?)Split.Train, Split.Validation, Split.Test], CorpusLocator.Locate(path, new CorpusOptions { DataFolder = _folder.Path }).Sources.Select(source => source.OfficialSplit).Order());
    }

    [Fact]
    public void What_belongs_to_a_text_stands_beside_it()
    {
        var path = GivenRecords.Keep(
            [
                new("a b") { Second = "b\nc", Label = "same" },
                new("He is in Oslo.") { Second = "Where is he?", Answers = ["Oslo", "in Oslo"], Start = 9 },
                new("He is in Oslo.") { Second = "Who?", Answers = [] },
            ],
            _folder.Path);

        Assert.Equal(
            [
                """{"text":"a b","label":"same","second":"b\nc"}""",
                """{"text":"He is in Oslo.","second":"Where is he?","answers":["Oslo","in Oslo"],"start":9}""",
                """{"text":"He is in Oslo.","second":"Who?","answers":[]}""",
            ],
            File.ReadLines(Path.Combine(path, "texts.jsonl")));
        Assert.StartsWith(
            "The answer of record 1 is not valid UTF-16",
            Assert.Throws<InvalidDataException>(() => GivenRecords.Keep([new("a") { Second = "b", Answers = ["\uD800"] }], _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_are_read_once()
    {
        var read = 0;

        Keep(Enumerable.Range(0, 3).Select(i => $"text {i} {read++}").ToArray());
        GivenRecords.Keep(Enumerable.Range(0, 3).Select(i => new TextRecord($"text {read++}")), _folder.Path);

        Assert.Equal(6, read);
    }

    [Fact]
    public void No_record_is_an_error_and_nothing_is_left_behind()
    {
        Assert.Equal("There are no texts to train on: not one record was given.", Assert.Throws<InvalidDataException>(() => Keep()).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("given")));
    }

    [Fact]
    public void A_record_without_text_is_named_by_its_number() =>
        Assert.StartsWith("Record 2 has no text: it is null.", Assert.Throws<InvalidDataException>(() => Keep("a", null!)).Message);

    [Fact]
    public void Half_of_a_pair_is_named_by_its_place() => Assert.Equal(
        "The text of record 2 is not valid UTF-16: there is half of a pair at character 3. Cut texts between characters.",
        Assert.Throws<InvalidDataException>(() => Keep("a", "abc\ud83d")).Message);

    [Fact]
    public void A_copy_that_is_gone_is_asked_for_again()
    {
        var path = Keep("a", "b");
        Directory.Delete(path, recursive: true);

        var error = Assert.Throws<FileNotFoundException>(() => CorpusLocator.Locate(path, new CorpusOptions { DataFolder = _folder.Path }));

        Assert.Equal(
            $"The texts that a program gave were kept in {path}, and are not there any more.{Environment.NewLine}"
            + "Give the same ones again: TrainingBuilder.UseTexts before Resume, or OpenOptions.Texts to measure.", error.Message);
    }

    private string Keep(params string[] texts) => GivenRecords.Keep(texts.Select(text => new TextRecord(text)), _folder.Path);
}
