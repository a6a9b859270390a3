using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.State;
using Weft.Sampling.Dynamic;
using Weft.Tests.Runs.Events;
using Weft.Tests.Support;

namespace Weft.Tests.Runs.Logging;

public sealed class RunLogTests : IDisposable
{
    // Of a run that a version without lines of kind begin and end has made.
    private const string OlderRun = """
        {"kind":"plan","step":0,"phase":"embeddings","number":0,"stage":"warmUp","keep":1,"normalShare":1,"firstGap":null,"gap":null,"still":0,"firstDraw":0,"used":0,"gapGrowth":null,"progress":0,"seen":0,"probeLoss":null,"controlLoss":null,"easyGradient":null,"hardGradient":null,"stuck":0,"reason":"training begins"}
        {"kind":"step","step":4,"phase":"embeddings","loss":2.9626768618822097,"negativeLogLikelihood":2.9626768618822097,"tokens":80,"rate":0.0007894736842105264,"gradientNorm":0.5950943554685943,"progress":0.3333333333333333,"seconds":0.5126404,"tokensPerSecond":12107.0871861616}
        {"kind":"evaluation","step":4,"phase":"embeddings","split":"validation","best":true,"loss":2.9829608629765123,"perplexity":19.746195956075436,"accuracy":0.0861244019138756,"tokens":209,"signature":"bpe:6a5c24fa55c5d2a3|vocabulary:301:bf9c8c90","bitsPerByte":1.0694793037265804,"averaged":{"loss":2.9833928888494317,"perplexity":19.75472866666335,"accuracy":0.08133971291866028,"tokens":209,"signature":"bpe:6a5c24fa55c5d2a3|vocabulary:301:bf9c8c90","bitsPerByte":null}}
        {"kind":"checkpoint","step":4,"phase":"embeddings","folder":"step-4"}
        {"kind":"phase","step":4,"phase":"embeddings","trained":4816,"frozen":2293,"frozenHash":"6605a66908248aecfb5f433bead46b29"}
        {"kind":"evaluation","step":5,"phase":"full","split":"validation","best":true,"loss":2.5,"perplexity":12.18,"accuracy":0.25,"tokens":209,"signature":"bpe"}

        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_event_comes_back_as_it_was_written()
    {
        using (var log = new RunLog(_folder.Path, new TrainingState()))
        {
            foreach (var (happened, _, _) in SampleEvents.All)
                log.Write(happened);
        }

        Assert.Equal(SampleEvents.All.Select(sample => sample.Event), RunLog.Read(_folder.Path));
        Assert.Equal(SampleEvents.All.Select(sample => sample.Line), File.ReadLines(_folder.File("metrics.jsonl")));
    }

    [Fact]
    public void A_run_of_an_earlier_version_is_read()
    {
        _folder.Write("metrics.jsonl", OlderRun);

        var events = RunLog.Read(_folder.Path).ToList();

        Assert.Equal(SamplingStage.WarmUp, Assert.IsType<PlanEvent>(events[0]).Report.Plan.Stage);
        Assert.Equal(new StepEvent(4, "embeddings", 2.9626768618822097, 2.9626768618822097, 80, 0.0007894736842105264, 0.5950943554685943, 0.3333333333333333, 0.5126404, 12107.0871861616), events[1]);
        var evaluation = Assert.IsType<EvaluationEvent>(events[2]);
        Assert.Equal(new("bpe:6a5c24fa55c5d2a3|vocabulary:301:bf9c8c90", 209), (evaluation.Raw.Signature, evaluation.Raw.Targets));
        Assert.Equal([("perplexity", 19.746195956075436), ("accuracy", 0.0861244019138756), ("bitsPerByte", 1.0694793037265804)], evaluation.Raw.Figures.Select(figure => (figure.Name, figure.Value!.Value)));
        Assert.Equal((2.9833928888494317, 0.08133971291866028, null), (evaluation.Averaged!.Loss, evaluation.Averaged["accuracy"], evaluation.Averaged["bitsPerByte"]));
        Assert.Equal(new CheckpointEvent(4, "embeddings", "step-4"), events[3]);
        Assert.Equal(new PhaseEvent(4, "embeddings", 4_816, 2_293, "6605a66908248aecfb5f433bead46b29"), events[4]);
        Assert.Equal(["perplexity", "accuracy"], Assert.IsType<EvaluationEvent>(events[5]).Raw.Figures.Select(figure => figure.Name));
        Assert.Equal(6, events.Count);
    }

    [Fact]
    public void A_line_whose_keys_are_no_letters_is_damaged()
    {
        // Half a letter, in a key that nothing asks for.
        File.WriteAllBytes(_folder.File("metrics.jsonl"), [.. "{\"kind\":\"step\",\"step\":2,\"ra"u8, 0xC3, .. "\":1}\n"u8]);

        Assert.Equal(
            $"{_folder.File("metrics.jsonl")}, line 1, cannot be read: it is not valid UTF-8",
            Assert.Throws<InvalidDataException>(() => RunLog.Read(_folder.Path).ToList()).Message);
    }

    [Theory]
    [InlineData("nonsense", "is an invalid JSON literal")]
    [InlineData("", "does not contain any JSON")]
    [InlineData("[1]", "it has no kind and step")]
    [InlineData("""{"kind":"step"}""", "it has no kind and step")]
    [InlineData("""{"kind":"step","step":"two"}""", "$.step: The JSON value could not be converted")]
    [InlineData("""{"kind":"plan","step":2}""", "missing required properties")]
    [InlineData("""{"kind":"evaluation","step":2,"split":"validation","best":true}""", "it has no loss")]
    [InlineData("""{"kind":"begin","step":2,"version":3}""", "it is of version 3, which a later Weft wrote; this one reads up to version 2")]
    public void A_damaged_line_is_an_error_with_its_number_or_told_and_passed_over(string damaged, string reason)
    {
        var path = _folder.Write("metrics.jsonl", SampleEvents.All[2].Line + "\n" + damaged + "\n" + SampleEvents.All[^1].Line + "\n");

        var error = Assert.Throws<InvalidDataException>(() => RunLog.Read(_folder.Path).ToList());
        Assert.StartsWith($"{path}, line 2, cannot be read: ", error.Message);
        Assert.Contains(reason, error.Message);
        Assert.DoesNotContain('\n', error.Message);

        var told = new List<string>();
        Assert.Equal([SampleEvents.All[2].Event, SampleEvents.All[^1].Event], RunLog.Read(_folder.Path, told.Add));
        Assert.Equal([error.Message], told);
    }

    [Theory]
    [InlineData("""{"kind":"step","step":3,"pha""")]
    [InlineData("""{"kind":"weather","step":3,"phase":"full","sky":"blue"}""" + "\n")]
    [InlineData("""{"kind":"evaluation","step":3,"phase":"full","split":"elsewhere","loss":1}""" + "\n")]
    public void A_line_that_is_being_written_or_of_an_unknown_kind_is_no_damage(string line)
    {
        _folder.Write("metrics.jsonl", SampleEvents.All[2].Line + "\n" + line);

        Assert.Equal([SampleEvents.All[2].Event], RunLog.Read(_folder.Path));
    }

    [Fact]
    public void A_whole_line_counts_without_its_end_and_lines_may_be_long()
    {
        var long_ = new CheckpointEvent(2, new string('ä', 100_000), "step-2");
        var line = EventJson.Write(long_).ToJsonString(Weft.Foundation.WeftJson.OneLine);
        _folder.Write("metrics.jsonl", line + "\n" + line);

        Assert.Equal([long_, long_], RunLog.Read(_folder.Path));
    }

    [Fact]
    public void What_is_no_file_is_an_error_at_once_and_what_is_missing_is_empty()
    {
        Assert.Empty(RunLog.Read(_folder.Path));
        Directory.CreateDirectory(_folder.File("metrics.jsonl"));
        Assert.Contains("is a folder, and a file is expected", Assert.Throws<InvalidDataException>(() => RunLog.Read(_folder.Path)).Message);
    }

    [Fact]
    public void A_training_says_when_it_begins_goes_on_and_ends()
    {
        using var tiny = new TinyTraining();
        using var cut = new Recorder { StopAfter = 5 };
        tiny.Train(tiny.Options, "run", cut, cut.Token);
        using var rest = new Recorder();
        using (var run = tiny.Resume("run", listener: rest))
            run.Run(CancellationToken.None);

        TrainingEvent[] expected =
        [
            new BeginEvent(0, "full", Resumed: false), new EndEvent(5, "full", cut.Evaluations.Count > 0 ? cut.Evaluations[^1].Step : 5, EndReason.Interrupted),
            new BeginEvent(5, "full", Resumed: true), new EndEvent(12, "full", rest.All.OfType<EndEvent>().Single().BestStep, EndReason.Budget),
        ];
        var logged = RunLog.Read(tiny.Folder("run")).ToList();
        Assert.Equal(expected, logged.Where(happened => happened is BeginEvent or EndEvent));
        // What listeners hear is what is written, in the same order.
        Assert.Equal(cut.All.Concat(rest.All), logged);
    }

    public void Dispose() => _folder.Dispose();
}
