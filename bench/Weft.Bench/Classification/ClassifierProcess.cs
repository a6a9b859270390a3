using System.CommandLine;
using System.Diagnostics;
using Weft.Bench.Measuring;
using Weft.Runs.Options;
using Weft.Text.Reading;

namespace Weft.Bench.Classification;

/// <summary>One method with one seed, in a process of its own: the hidden verb that <see cref="ClassificationBenchmark"/> starts.</summary>
internal static class ClassifierProcess
{
    private const string Verb = "measure-classifier";

    public static Command CreateCommand()
    {
        var command = new Command(Verb) { Hidden = true };
        command.SetAction(_ => SameProgram.Answer(Measure(SameProgram.ReadRequest<ClassifierRequest>())));
        return command;
    }

    /// <summary>Has a method measured by a new process.</summary>
    public static ClassifierResult Run(ClassifierRequest request) => SameProgram.Ask<ClassifierRequest, ClassifierResult>(Verb, request);

    private static ClassifierResult Measure(ClassifierRequest request)
    {
        var test = LabelledSet.Read(request.Options.Data).Test;
        var (predicted, seconds) = request.Method == Method.Weft ? ByWeft(request, test) : ByMlNet(request, test);
        return new ClassifierResult(LabelScore.Of(test, predicted), seconds);
    }

    private static (IReadOnlyList<string?> Predicted, double Seconds) ByMlNet(ClassifierRequest request, IReadOnlyList<TextRecord> test)
    {
        var watch = Stopwatch.StartNew();
        var model = MlNetClassifier.Train(request.Method, LabelledSet.Read(request.Options.Data).Seen, checked((int)request.Options.Seed));
        var seconds = watch.Elapsed.TotalSeconds;
        return (model.Predict(test), seconds);
    }

    // With a cache of its own: nothing is prepared or measured before. Its last evaluation of both splits is in the time.
    private static (IReadOnlyList<string?> Predicted, double Seconds) ByWeft(ClassifierRequest request, IReadOnlyList<TextRecord> test)
    {
        var folder = Directory.CreateTempSubdirectory("weft-classification-").FullName;
        try
        {
            Environment.SetEnvironmentVariable("WEFT_CACHE", Path.Combine(folder, "cache"));
            var watch = Stopwatch.StartNew();
            using var model = new TrainingBuilder(request.Options) { JoinsWorkers = false }.Train(Path.Combine(folder, "run"));
            var seconds = watch.Elapsed.TotalSeconds;
            return ([.. model.PredictAll(test.Select(record => record.Text)).Select(prediction => prediction?.Label)], seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>What a process is to measure.</summary>
/// <param name="Method">How labels are learnt.</param>
/// <param name="Options">Weft's: the text and the seed are of all methods.</param>
internal sealed record ClassifierRequest(Method Method, RunOptions Options);

/// <summary>What a process measured.</summary>
/// <param name="Score">On the test split.</param>
/// <param name="Seconds">From the files to a model.</param>
internal sealed record ClassifierResult(LabelScore Score, double Seconds);
