using System.Text.Json;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft predict</c> with a tagger, and what the other verbs say of one.</summary>
public sealed class PredictTagsTests(PredictTagsTests.TrainedRun trained) : IClassFixture<PredictTagsTests.TrainedRun>
{
    private readonly TinyTraining _tiny = trained.Tiny;
    private readonly string _run = trained.Tiny.Folder("run");

    [Fact]
    public void The_words_of_a_text_have_a_line_each()
    {
        var (code, output, errors) = CommandLine.Run("predict", _run, "--text", "the cat runs", "--text", "a dog");

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"\Athe\tDET\t[01]\.\d{4}\r?\ncat\tNOUN\t[01]\.\d{4}\r?\nruns\tVERB\t[01]\.\d{4}\r?\n\r?\na\tDET\t[01]\.\d{4}\r?\ndog\tNOUN\t[01]\.\d{4}\r?\n\z", output);
        (_, output, errors) = CommandLine.Run("predict", _run, "--text", "the dog", "--json");
        var prediction = JsonDocument.Parse(output).RootElement.GetProperty("predictions")[0];
        Assert.Equal("the dog", prediction.GetProperty("text").GetString());
        Assert.Equal(
            [("the", "DET"), ("dog", "NOUN")],
            prediction.GetProperty("words").EnumerateArray().Select(word => (word.GetProperty("word").GetString(), word.GetProperty("tag").GetString())));
        Assert.InRange(prediction.GetProperty("words")[0].GetProperty("probability").GetDouble(), 0.5, 1);
        Assert.StartsWith("the\tDET\t", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_of_a_file_are_written_with_their_tags()
    {
        var data = _tiny.Folder("new.txt");
        File.WriteAllText(data, "the cat  sees\n\na dog runs\n");
        var (code, output, errors) = CommandLine.Run("predict", _run, "--data", data);

        Assert.Equal(0, code);
        Assert.Equal(["the_DET cat_NOUN sees_VERB", "", "a_DET dog_NOUN runs_VERB"], output.TrimEnd().Split('\n'));
        Assert.Contains("Records without a word to tell a label from: 1.", errors, StringComparison.Ordinal);
        (code, output, errors) = CommandLine.Run("predict", _run, "--data", data, "--out", _tiny.Folder("tagged-new.txt"));
        Assert.True(code == 0, errors);
        Assert.EndsWith($"3 lines with their tags are in {_tiny.Folder("tagged-new.txt")}", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(["the_DET cat_NOUN sees_VERB", "", "a_DET dog_NOUN runs_VERB"], File.ReadAllLines(_tiny.Folder("tagged-new.txt")));
    }

    [Fact]
    public void The_records_of_a_file_get_a_field()
    {
        var data = _tiny.Folder("new.csv");
        File.WriteAllText(data, "id,text\n1,the cat sees\n2,\n3,a dog\n");
        var (code, output, errors) = CommandLine.Run("predict", _run, "--data", data);

        Assert.True(code == 0, errors);
        Assert.Equal(["id,text,tagged", "1,the cat sees,the_DET cat_NOUN sees_VERB", "2,,", "3,a dog,a_DET dog_NOUN"], output.TrimEnd().Split('\n'));
    }

    [Fact]
    public void What_a_tagger_does_not_do_is_said_in_a_line()
    {
        Refusal.AssertIs(1, CommandLine.Run("predict", _run, "--text", "a cat", "--text", " "), "--text number 2 has no word to tag. Give it some, or leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--top", "2"), "--top does not go with a run of task=tagging, which tells the likeliest tag of each word. Leave it out.");
        Refusal.AssertIs(2, CommandLine.Run("predict", _run, "--text", "a", "--explain"), "--explain does not go with a run of task=tagging");
        Refusal.AssertIs(2, CommandLine.Run("generate", _run), $"{_run} was trained with task=tagging: it tags the words of texts, and neither labels nor writes any.");
        Refusal.AssertIs(2, CommandLine.Run("evaluate", _run, "--tokens-out", _tiny.Folder("t.tsv")), "--tokens-out does not go with a run of task=tagging");
        Refusal.AssertIs(2, CommandLine.Run("evaluate", _run, "--stride", "2"), "evaluation.stride is 2; it must be 0 where task is tagging.");
    }

    [Fact]
    public void Texts_are_measured_whose_tags_are_known()
    {
        var other = _tiny.Folder("other.txt");
        File.WriteAllText(other, "the_DET cat_BIRD\n");
        Refusal.AssertIs(1, CommandLine.Run("evaluate", _run, "--data", other), "The text has tags that the model does not know: 'BIRD'.", "It knows 'NOUN', 'VERB', 'DET'.");
        File.WriteAllText(other, "the_DET cat_NOUN\nwords alone_NOUN\n");
        Refusal.AssertIs(1, CommandLine.Run("evaluate", _run, "--data", other), $"{other}, line 2: 'words' has no tag: words alone_NOUN", "Write word_TAG for every word");
        File.WriteAllText(other, "the_DET cat_NOUN\n");
        var (code, output, errors) = CommandLine.Run("evaluate", _run, "--data", other, "--json");
        Assert.True(code == 0, errors);
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("words").GetInt32());
    }

    [Fact]
    public void One_tag_alone_cannot_be_learnt()
    {
        File.WriteAllText(_tiny.Folder("alike.txt"), string.Concat(Enumerable.Range(0, 60).Select(i => $"word{i}_X so_X\n")));

        Refusal.AssertIs(
            1, CommandLine.Run("train", _tiny.Folder("tiny.json"), "--data", _tiny.Folder("alike.txt"), "--out", _tiny.Folder("alike")),
            "All words have the tag 'X': there is nothing to tell apart.");
    }

    /// <summary>A tagger of tiny sentences.</summary>
    public sealed class TrainedRun : IDisposable
    {
        private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("WEFT_CACHE");

        public TrainedRun()
        {
            Environment.SetEnvironmentVariable("WEFT_CACHE", Tiny.Cache);
            WeftJson.WriteFile(Tiny.Folder("tiny.json"), TinyTags.Options(Tiny, TinyTags.Write(Tiny)));
            var (code, output, errors) = CommandLine.Run("train", Tiny.Folder("tiny.json"), "--out", Tiny.Folder("run"), "--max-steps", "200");
            Assert.True(code == 0, output + errors);
        }

        internal TinyTraining Tiny { get; } = new();

        public void Dispose()
        {
            Environment.SetEnvironmentVariable("WEFT_CACHE", _cacheBefore);
            Tiny.Dispose();
        }
    }
}
