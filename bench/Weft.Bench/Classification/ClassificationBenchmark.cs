using System.CommandLine;
using System.Globalization;
using Weft.Bench.Measuring;
using Weft.Foundation;
using Weft.Runs.Options;
using Spread = Weft.Experiments.Comparisons.Statistics.Spread;

namespace Weft.Bench.Classification;

/// <summary>
/// Weft's classifier beside ML.NET's: <c>classification --data mails</c>. Rounds, one for each seed, alternate between the methods, so that a machine that slows down
/// slows all of them; every training is a process of its own.
/// </summary>
internal static class ClassificationBenchmark
{
    public static Command CreateCommand()
    {
        var data = new Option<string>("--data") { Description = "A folder with files named train and test, perhaps validation; or a pattern: 'sets/mails.*'.", HelpName = "FOLDER", Required = true };
        var field = new Option<string>("--field") { Description = "The column of the text.", DefaultValueFactory = _ => "text" };
        var label = new Option<string>("--label") { Description = "The column of the label.", DefaultValueFactory = _ => "label" };
        var seeds = new Option<int>("--seeds") { Description = "How often each is trained, with the seeds 1, 2, 3, …", DefaultValueFactory = _ => 3 };
        var minutes = new Option<double?>("--minutes") { Description = "Weft's budget; by default that of its settings. ML.NET ends when it is done." };
        var only = new Option<string>("--only") { Description = "Only methods whose name begins so: weft, ml.net, 'ml.net sdca', …", DefaultValueFactory = _ => "", HelpName = "NAME" };
        var set = BenchArguments.SetOption();
        var json = BenchArguments.JsonOption();
        var command = new Command("classification", "Learn the labels of texts with Weft and with ML.NET; compare accuracy and time.") { data, field, label, seeds, minutes, only, set, json };
        command.SetAction(parsed =>
        {
            var options = BenchArguments.Build([
                "task=classification", "evaluation.report=false", $"data.source={parsed.GetValue(data)}", $"data.field={parsed.GetValue(field)}", $"data.label={parsed.GetValue(label)}",
                .. parsed.GetValue(set) ?? [], .. parsed.GetValue(minutes) is { } budget ? [$"budget.minutes={budget}"] : (string[])[]]);
            var methods = Methods.Beginning(parsed.GetValue(only)!);
            if (methods.Count == 0)
                throw new ConfigurationException($"--only is {parsed.GetValue(only)}; no method begins so: {string.Join("; ", Methods.Beginning("").Select(Methods.TitleOf))}.");
            BenchArguments.Result(parsed, json, Run(BenchArguments.Text(parsed, json), options, methods, BenchArguments.Positive(parsed, seeds)));
        });
        return command;
    }

    private static ClassificationSummary Run(TextWriter output, RunOptions options, IReadOnlyList<Method> methods, int seeds)
    {
        var texts = LabelledSet.Read(options.Data);
        var (train, validation, test, labels) = (texts.Train.Count, texts.Validation.Count, texts.Test.Count, texts.CountLabels());
        output.WriteLine($"{options.Data.Source}: {train:N0} texts to train, {validation:N0} to validate, {test:N0} to test; {labels} labels");
        output.WriteLine($"Weft {(validation == 0 ? "takes validation from train" : "chooses its weights by validation")}; ML.NET learns from {(validation == 0 ? "all of train" : "train and validation")}.");
        output.WriteLine(MachineDescription.Line);
        var results = methods.ToDictionary(method => method, _ => new List<ClassifierResult>());
        for (var seed = 1; seed <= seeds; seed++)
        {
            foreach (var method in methods)
            {
                var result = ClassifierProcess.Run(new ClassifierRequest(method, options with { Seed = seed }));
                results[method].Add(result);
                output.WriteLine($"seed {seed}, {Methods.TitleOf(method)}: {100 * result.Score.Accuracy:0.00} % in {result.Seconds:0.0} s");
            }
        }
        var summary = new ClassificationSummary(options.Data.Source, train, validation, test, labels, [.. methods.Select(method => MethodSummary.Of(method, results[method]))]);
        Print(output, summary, seeds);
        return summary;
    }

    private static void Print(TextWriter output, ClassificationSummary summary, int seeds)
    {
        output.WriteLine();
        output.WriteLine($"On the test split, {(seeds == 1 ? "one seed" : $"means over {seeds} seeds ± standard deviations")}; seconds from the files to a model.");
        var table = new TextTable(output, ("method", 15), ("accuracy, %", 13), ("macro F1, %", 13), ("seconds", 15)).Header();
        foreach (var method in summary.Methods)
            table.Row(method.Method, Cell(method.Accuracy, 100, "0.00"), Cell(method.MacroF1, 100, "0.00"), Cell(method.Seconds, 1, "0.0"));
    }

    private static string Cell(Spread spread, double scale, string format) =>
        Written(scale * spread.Mean, format) + (spread.Deviation is { } deviation ? $" ± {Written(scale * deviation, format)}" : "");

    private static string Written(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
