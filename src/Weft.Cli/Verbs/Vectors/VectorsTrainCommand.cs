using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Data;
using Weft.Text.Vectors.Learning;
using Weft.Training.Vectors;

namespace Weft.Cli.Verbs.Vectors;

/// <summary><c>weft vectors train</c>.</summary>
internal static class VectorsTrainCommand
{
    private const string Description = "Learn GloVe vectors from text of your own, in Stanford's text format.";

    private const string Examples = """
        Examples:
          weft vectors train --data notes.txt --out notes.vectors.txt
          weft vectors train --data wikitext-2 --out w2.100d.txt.gz --dimension 100 --memory 4 --threads 2
        With one thread the vectors are the same each time; more change them without waiting for each other.
        """;

    private static readonly GloVeOptions Defaults = new();

    public static Command Create()
    {
        var arguments = new RunOptionsArguments("data.", "seed", "runtime.threads");
        var file = new Option<string>("--out") { Description = "The file of vectors to write; packed where it ends with .gz.", HelpName = "FILE", Required = true };
        var dimension = Option("--dimension", "Numbers in a vector.", Defaults.Dimension);
        var window = Option("--window", "How many words to each side are a word's context.", Defaults.Window);
        var iterations = Option("--iterations", "Passes over all pairs of words.", Defaults.Iterations);
        var rate = Option("--rate", "AdaGrad's learning rate (eta).", Defaults.Rate);
        var most = Option("--x-max", "Pairs that occur more often weigh no more.", Defaults.MaximumCount);
        var exponent = Option("--alpha", "The exponent of the weight of rarer pairs.", Defaults.Exponent);
        var memory = Option("--memory", "Gigabytes for counting pairs; what does not fit is sorted on disk.", Defaults.Memory);
        var json = CommonOptions.Json();
        var command = new VerbCommand("train", Description, Examples) { file, dimension, window, iterations, rate, most, exponent, memory };
        arguments.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var options = problems.Collect(() => arguments.Read(parsed));
                var threads = options?.Runtime.Threads ?? 0;
                var learning = new GloVeOptions
                {
                    Dimension = parsed.ValueOf(dimension),
                    Window = parsed.ValueOf(window),
                    Iterations = parsed.ValueOf(iterations),
                    Rate = parsed.ValueOf(rate),
                    MaximumCount = parsed.ValueOf(most),
                    Exponent = parsed.ValueOf(exponent),
                    Memory = parsed.ValueOf(memory),
                    Threads = threads > 0 ? threads : Environment.ProcessorCount,
                    Seed = options?.Seed ?? 0,
                };
                learning.Validate(problems);
                return (Data: options?.Data, Learning: learning);
            },
            (given, parsed) => Train(given.Data!, given.Learning, parsed.GetRequiredValue(file), new CommandOutput(parsed, json)));
        return command;
    }

    private static int Train(DataOptions data, GloVeOptions learning, string file, CommandOutput output)
    {
        using var signals = new StopSignals();
        var summary = Displays.Show(output, display =>
        {
            using var store = Corpora.Provider(display).Prepare(data, signals.Token, prefersWords: true).Store;
            return VectorLearning.Run(store, learning, file, display, display.Tell, signals.Token);
        });
        output.Line(
            $"{summary.Words:N0} vectors of {summary.Dimension} dimensions from {summary.Tokens:N0} words and {summary.Pairs:N0} pairs, "
            + $"cost {summary.Costs[^1]:F4}, {summary.PairsPerSecond / 1e6:N1} million pairs/s, in {summary.File}");
        output.Result(summary);
        return ExitCodes.Done;
    }

    private static Option<T> Option<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
