using System.Globalization;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>A run is measured on the text that it was trained on; on another one only when told so.</summary>
public sealed class EvaluateOtherTextTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Theory]
    [InlineData("words")]
    [InlineData("bytes")]
    [InlineData("bpe:300")]
    public void Another_text_in_the_place_of_the_runs_is_refused_even_where_the_vocabulary_is_the_same(string tokenizer)
    {
        var run = _tiny.Trained("run", "--set", $"data.tokenizer={tokenizer}");
        // The same words in another order: the same vocabulary.
        var lines = File.ReadAllLines(_tiny.Source);
        File.WriteAllText(_tiny.Source, string.Concat(lines.Reverse().Select(line => line + "\n")));
        var problem = $"{_tiny.Source} is not the text that {run} is trained on; it has changed since the run began: changed: text.txt.";

        Refusal.AssertIs(1, CommandLine.Run("evaluate", run), problem, $"weft evaluate {run} --data {_tiny.Source}");
        Refusal.AssertIs(1, CommandLine.Run("train", "--resume", run, "--max-steps", "20"), problem);
        Assert.Equal(0, CommandLine.Run("evaluate", run, "--data", _tiny.Source).ExitCode);
    }

    [Fact]
    public void An_edited_validation_file_is_named()
    {
        var folder = _tiny.Folder("corpus");
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "train", "valid", "test" })
            File.Copy(_tiny.Source, Path.Combine(folder, name + ".txt"));
        var run = _tiny.Trained("run", "--data", folder);
        File.AppendAllText(Path.Combine(folder, "valid.txt"), "the cat sees a dog.\n");

        Refusal.AssertIs(1, CommandLine.Run("evaluate", run), "it has changed since the run began: changed: valid.txt.");
        Refusal.AssertIs(1, CommandLine.Run("train", "--resume", run, "--max-steps", "20"), "changed: valid.txt.");
    }

    [Fact]
    public void A_run_of_before_is_measured_as_it_was_and_a_line_says_what_was_not_compared()
    {
        var run = _tiny.Trained("run");
        File.Delete(Path.Combine(run, "corpus.json"));

        var (code, output, errors) = CommandLine.Run("evaluate", run);

        Assert.True(code == 0, errors);
        Assert.Contains($"{run} was made before runs recorded which text they are trained on: only the vocabulary could be compared.", output);
    }

    [Fact]
    public void A_damaged_record_of_the_text_is_an_error()
    {
        var run = _tiny.Trained("run", "--max-steps", "2");
        File.WriteAllText(Path.Combine(run, "corpus.json"), "{}");

        Refusal.AssertIs(1, CommandLine.Run("evaluate", run), "The record of the run's text", "corpus.json cannot be read");
    }

    [Fact]
    public void A_text_of_ones_own_is_read_with_the_models_vocabulary_and_measured_as_a_whole()
    {
        var run = _tiny.Trained("run");
        Assert.Equal(0, CommandLine.Run("evaluate", run).ExitCode);
        var test = File.ReadAllText(Path.Combine(run, "evaluation", "test.json"));
        var own = _tiny.Folder("own.v2.txt");
        File.WriteAllText(own, "the dog sees a zebra.\n\nthe cat runs home.\n");

        var (code, output, errors) = CommandLine.Run("evaluate", run, "--data", own, "--json");
        var report = TinyCommands.LastLine(output);

        Assert.True(code == 0, errors);
        // Eleven words and full stops, and two line ends; one word is not in the vocabulary.
        Assert.Equal(13, report.GetProperty("tokens").GetInt64());
        Assert.Equal(1, report.GetProperty("unknown").GetInt64());
        Assert.Contains("1 of 13 tokens (7.69 %) are the unknown token", errors);
        Assert.Equal((9, 42), (report.GetProperty("words").GetInt64(), report.GetProperty("bytes").GetInt64()));
        Assert.Matches(@"^words\|vocabulary:15:[0-9a-f]{8}\|eos:scored\|context:10\|stride:10\|tail:scored\|documents:[0-9a-f]{8}\|float32\|data:[0-9a-f]{8}$", report.GetProperty("signature").GetString());
        var name = report.GetProperty("split").GetString()!;
        Assert.Matches("^data-own-[0-9a-f]{8}$", name);
        Assert.True(File.Exists(Path.Combine(run, "evaluation", name + ".json")));
        Assert.True(File.Exists(Path.Combine(run, "evaluation", name, "positions.csv")));
        Assert.Equal(test, File.ReadAllText(Path.Combine(run, "evaluation", "test.json")));
        Assert.True(Directory.Exists(Path.Combine(run, "evaluation", "test")));
    }

    [Fact]
    public void A_split_as_a_text_of_its_own_has_the_same_loss()
    {
        var folder = _tiny.Folder("corpus");
        Directory.CreateDirectory(folder);
        var lines = File.ReadAllLines(_tiny.Source);
        File.WriteAllLines(Path.Combine(folder, "train.txt"), lines[..600]);
        File.WriteAllLines(Path.Combine(folder, "valid.txt"), lines[600..700]);
        File.WriteAllLines(Path.Combine(folder, "test.txt"), lines[700..]);
        var run = _tiny.Trained("run", "--data", folder);
        double LossOf(params string[] more) => TinyCommands.LastLine(CommandLine.Run(["evaluate", run, .. more, "--json"]).Output).GetProperty("loss").GetDouble();

        Assert.Equal(LossOf("--split", "test"), LossOf("--data", Path.Combine(folder, "test.txt")));
        // The run's own text is not needed for that.
        File.Delete(Path.Combine(folder, "train.txt"));
        Assert.Equal(LossOf("--data", Path.Combine(folder, "valid.txt")), LossOf("--data", Path.Combine(folder, "valid.txt")));
    }

    [Fact]
    public void Tagged_text_of_ones_own_is_measured_by_its_tags()
    {
        var text = _tiny.Folder("tagged.txt");
        File.WriteAllText(text, string.Concat(Enumerable.Range(0, 300).Select(i => $"red_JJ cat_NN sleeps_VB w{i % 5}_NN\n\n")));
        var run = _tiny.Trained("run", "--data", text, "--level", "word", "--set", "data.tokenizer=auto", "--tag-separator", "_");
        var own = _tiny.Folder("own.txt");
        File.WriteAllText(own, "red_JJ cat_XX\n\n");

        var report = TinyCommands.LastLine(CommandLine.Run("evaluate", run, "--data", own, "--json").Output);

        var tags = report.GetProperty("tags").EnumerateArray().Select(tag => (tag.GetProperty("tag").GetString(), tag.GetProperty("scores").GetProperty("tokens").GetInt64()));
        Assert.Equal([("<eos>", 2L), ("JJ", 1L), ("XX", 1L)], tags);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n \n", "holds no token to measure")]
    public void A_text_without_tokens_is_refused(string text, string problem)
    {
        var run = _tiny.Trained("run", "--max-steps", "2");
        var own = _tiny.Folder("own.txt");
        File.WriteAllText(own, text);

        Refusal.AssertIs(1, CommandLine.Run("evaluate", run, "--data", own), problem);
    }

    [Fact]
    public void Data_and_split_exclude_each_other() => Refusal.AssertIs(
        2, CommandLine.Run("evaluate", "run", "--data", "own.txt", "--split", "test"), "--split does not go with --data");

    [Theory]
    [InlineData("chunks", null)]
    [InlineData("chunks", "3")]
    [InlineData("padded", null)]
    [InlineData("padded", "4")]
    public void The_losses_of_all_tokens_add_up_to_the_reported_one(string batching, string? stride)
    {
        var run = _tiny.Trained("run", "--set", $"training.batching={batching}");
        var file = _tiny.Folder("losses/test.tsv");

        var (code, output, errors) = CommandLine.Run(["evaluate", run, "--tokens-out", file, "--json", .. stride is null ? Array.Empty<string>() : ["--stride", stride]]);
        var report = TinyCommands.LastLine(output);
        var main = stride is null ? report : report.GetProperty("sliding");

        Assert.True(code == 0, errors);
        var lines = File.ReadAllLines(file);
        Assert.Equal("position\tdocument\tid\ttoken\tloss\trank", lines[0]);
        var rows = lines[1..].Select(line => line.Split('\t')).ToList();
        Assert.Equal(Enumerable.Range(0, (int)main.GetProperty("tokens").GetInt64()), rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)));
        Assert.Equal(main.GetProperty("loss").GetDouble(), rows.Average(row => double.Parse(row[4], CultureInfo.InvariantCulture)), 1e-6);
        Assert.Equal(main.GetProperty("correct").GetInt64(), rows.Count(row => row[5] == "1"));
        // Every document, a line of the text, ends with the token of line ends or before an empty line of the same.
        Assert.Equal(rows.Count(row => row[3] == "."), rows.Select(row => row[1]).Distinct().Count());
        Assert.Equal([file], Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void Losses_of_all_splits_at_once_are_refused() => Refusal.AssertIs(
        2, CommandLine.Run("evaluate", "run", "--split", "all", "--tokens-out", "t.tsv"), "--tokens-out takes the tokens of one split");

    [Fact]
    public void Where_the_report_cannot_be_written_the_figures_are_shown_all_the_same()
    {
        var run = _tiny.Trained("run", "--max-steps", "2");
        File.WriteAllText(Path.Combine(run, "evaluation"), "in the way");

        var (code, output, errors) = CommandLine.Run("evaluate", run, "--json");

        Assert.Equal(0, code);
        Assert.True(TinyCommands.LastLine(output).GetProperty("perplexity").GetDouble() > 1);
        Assert.Contains("test perplexity", errors);
        Assert.Contains($"The report was not written to {Path.Combine(run, "evaluation")}: ", errors);
        Assert.EndsWith("Name another folder: --out FOLDER", errors.TrimEnd());
    }

    [Theory]
    [InlineData("--out", "in-the-way/report", "cannot be written. Name another folder: --out FOLDER")]
    [InlineData("--out", "in-the-way", "cannot be written. Name another folder: --out FOLDER")]
    [InlineData("--tokens-out", "in-the-way/tokens.tsv", "Name another file: --tokens-out FILE")]
    public void A_place_of_the_users_that_cannot_be_written_is_found_before_anything_is_measured(string option, string place, string problem)
    {
        File.WriteAllText(_tiny.Folder("in-the-way"), "");

        // There is no run either: the place is looked at first.
        Refusal.AssertIs(1, CommandLine.Run("evaluate", "no-run", option, _tiny.Folder(place)), _tiny.Folder(place), problem);
    }

    public void Dispose() => _tiny.Dispose();
}
