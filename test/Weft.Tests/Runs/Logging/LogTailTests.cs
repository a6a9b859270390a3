using Weft.Runs.Logging;
using Weft.Runs.State;
using Weft.Tests.Support;

namespace Weft.Tests.Runs.Logging;

public sealed class LogTailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    [InlineData(9)]
    public void Lines_of_later_steps_go_and_all_others_stay(int step)
    {
        var path = _folder.Write("metrics.jsonl", string.Concat(Enumerable.Range(1, 9).Select(Line)));

        LogTail.CutAfter(path, new TrainingState { Step = step });

        Assert.Equal(string.Concat(Enumerable.Range(1, step).Select(Line)), File.ReadAllText(path));
    }

    [Theory]
    [InlineData("""{"kind":"st""")]
    [InlineData("""{"kind":"step","step":5}""")]
    [InlineData("nonsense\n")]
    [InlineData("\n")]
    public void A_line_that_is_not_whole_goes(string torn)
    {
        var path = _folder.Write("metrics.jsonl", Line(1) + Line(2) + torn);

        LogTail.CutAfter(path, new TrainingState { Step = 7 });

        Assert.Equal(Line(1) + Line(2), File.ReadAllText(path));
    }

    [Fact]
    public void Lines_may_be_longer_than_a_block_and_hold_any_letters()
    {
        var kept = $$"""{"kind":"step","step":1,"text":"{{new string('ä', 9_000)}}"}""" + "\n";
        var path = _folder.Write("metrics.jsonl", kept + Line(1) + Line(2) + kept.Replace(":1,", ":3,", StringComparison.Ordinal));

        LogTail.CutAfter(path, new TrainingState { Step = 1 });

        Assert.Equal(kept + Line(1), File.ReadAllText(path));
    }

    [Fact]
    public void An_evaluation_that_will_be_made_again_goes()
    {
        const string Evaluation = """{"kind":"evaluation","step":2,"split":"validation","loss":2}""" + "\n";
        var path = _folder.Write("metrics.jsonl", Line(1) + Line(2) + Evaluation);

        LogTail.CutAfter(path, new TrainingState { Step = 2, Tokens = 80, TokensAtEvaluation = 80 });
        Assert.Equal(Line(1) + Line(2) + Evaluation, File.ReadAllText(path));

        LogTail.CutAfter(path, new TrainingState { Step = 2, Tokens = 80, TokensAtEvaluation = 40 });
        Assert.Equal(Line(1) + Line(2), File.ReadAllText(path));
    }

    [Fact]
    public void The_end_of_a_phase_that_has_not_ended_goes()
    {
        const string End = """{"kind":"phase","step":2}""" + "\n";
        var path = _folder.Write("metrics.jsonl", Line(1) + Line(2) + End);

        LogTail.CutAfter(path, new TrainingState { Step = 2 });
        Assert.Equal(Line(1) + Line(2) + End, File.ReadAllText(path));

        LogTail.CutAfter(path, new TrainingState { Step = 2, Phase = 0 });
        Assert.Equal(Line(1) + Line(2), File.ReadAllText(path));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("""{"kind":"checkpoint","step":1,"phase":"a"}""" + "\n", false)]
    [InlineData("""{"kind":"checkpoint","step":2,"phase":"a"}""" + "\n", true)]
    [InlineData("""{"kind":"checkpoint","step":2,"phase":"a"}""" + "\n" + """{"kind":"evaluation","step":2,"phase":"a","split":"validation","loss":2}""" + "\n", true)]
    public void It_says_whether_the_last_step_was_said_to_be_saved(string lines, bool isSaid)
    {
        var path = _folder.Write("metrics.jsonl", Line(1) + """{"kind":"step","step":2,"phase":"a"}""" + "\n" + lines);

        Assert.Equal(("a", isSaid), LogTail.CutAfter(path, new TrainingState { Step = 2 }));
    }

    [Fact]
    public void A_checkpoint_of_which_a_killed_process_said_nothing_is_noted_when_training_goes_on()
    {
        const string Step = """{"kind":"step","step":2,"phase":"embeddings"}""" + "\n";
        var path = _folder.Write("metrics.jsonl", Step);
        for (var i = 0; i < 2; i++)
            new RunLog(_folder.Path, new TrainingState { Step = 2 }, checkpoint: "checkpoints/step-2").Dispose();

        Assert.Equal(Step + """{"kind":"checkpoint","step":2,"phase":"embeddings","folder":"step-2"}""" + "\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_going_back_that_will_come_again_goes()
    {
        const string Back = """{"kind":"recovery","step":1,"action":"back","times":1}""" + "\n";
        var path = _folder.Write("metrics.jsonl", Line(1) + Back);

        LogTail.CutAfter(path, new TrainingState { Step = 1, GoneBack = 1 });
        Assert.Equal(Line(1) + Back, File.ReadAllText(path));

        LogTail.CutAfter(path, new TrainingState { Step = 1 });
        Assert.Equal(Line(1), File.ReadAllText(path));
    }

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(2, new[] { 0, 0, 1, 2, 2 })]
    public void Sessions_before_the_first_step_are_forgotten_and_all_others_stay(int saved, int[] kept)
    {
        var path = _folder.Write("metrics.jsonl", """
            {"kind":"begin","step":0,"phase":"a","resumed":false,"version":2}
            {"kind":"end","step":0,"phase":"a","bestStep":0,"reason":"interrupted"}
            {"kind":"step","step":1}
            {"kind":"step","step":2}
            {"kind":"begin","step":2,"phase":"a","resumed":true,"version":2}
            {"kind":"step","step":3}

            """);

        LogTail.CutAfter(path, new TrainingState { Step = saved });

        Assert.Equal(kept, RunLog.Read(_folder.Path).Select(happened => (int)happened.Step));
    }

    [Fact]
    public void A_line_of_a_kind_that_is_not_known_stays()
    {
        const string Unknown = """{"kind":"weather","step":2,"phase":"a","sky":"blue"}""" + "\n";
        var path = _folder.Write("metrics.jsonl", Line(1) + Line(2) + Unknown + Line(3));

        LogTail.CutAfter(path, new TrainingState { Step = 2 });

        Assert.Equal(Line(1) + Line(2) + Unknown, File.ReadAllText(path));
    }

    public void Dispose() => _folder.Dispose();

    private static string Line(int step) => $$"""{"kind":"step","step":{{step}}}""" + "\n";
}
