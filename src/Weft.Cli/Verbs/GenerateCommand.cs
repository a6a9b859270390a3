using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Generation;
using Weft.Training;
using Weft.Workers;

namespace Weft.Cli.Verbs;

/// <summary><c>weft generate</c>.</summary>
internal static class GenerateCommand
{
    private const string Description =
        "Let a trained model write. It never writes the unknown token <unk>, and takes what reads like a special token in the prompt as text.";

    private const string Examples = """
        Examples:
          weft generate runs/mine --prompt "Returns the"
          weft generate runs/mine --tokens 300 --temperature 0.7 --top-p 0.9 --seed 5
          weft generate runs/mine --prompt - < beginning.txt
        """;

    private static readonly GenerationOptions Defaults = new();

    public static Command Create()
    {
        var model = new ModelArguments();
        var json = CommonOptions.Json();
        var prompt = Option("--prompt", "What the text begins with; - reads it from standard input, without its last line end.", "");
        var tokens = Option("--tokens", "The most tokens to write.", Defaults.Tokens);
        var temperature = Option("--temperature", "Below 1 safer, above 1 bolder; 0 always takes the likeliest.", Defaults.Temperature);
        var topK = Option("--top-k", "Choose among the likeliest so many; 0 among all.", Defaults.TopK);
        var topP = Option("--top-p", "Choose among the likeliest that together have this probability.", Defaults.TopP);
        var penalty = Option("--repetition-penalty", "Above 1, tokens that were used become less likely: their probability is raised to this power.", Defaults.RepetitionPenalty);
        var seed = Option("--seed", "Determines the choices.", Defaults.Seed);
        var stop = new Option<string[]>("--stop") { Description = "End before this text (may be repeated)." };
        var noCache = new Option<bool>("--no-cache") { Description = "Read the whole window again for every token; the tokens are the same." };
        var command = new VerbCommand("generate", Description, Examples) { prompt, tokens, temperature, topK, topP, penalty, seed, stop, noCache };
        model.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var options = new GenerationOptions
                {
                    Tokens = parsed.ValueOf(tokens),
                    Temperature = parsed.ValueOf(temperature),
                    TopK = parsed.ValueOf(topK),
                    TopP = parsed.ValueOf(topP),
                    RepetitionPenalty = parsed.ValueOf(penalty),
                    Seed = parsed.ValueOf(seed),
                    Stop = parsed.GetValue(stop) ?? [],
                    UseCache = !parsed.GetValue(noCache),
                };
                options.Validate(problems, isCommand: true);
                return (Model: model.Read(parsed, problems), Options: options);
            },
            (given, parsed) => Generate(
                () => given.Model(parsed.InvocationConfiguration.Error.WriteLine, Alone.Instance),
                () => PromptArgument.Read(parsed.GetRequiredValue(prompt), StandardStreams.OpenInput),
                given.Options,
                new CommandOutput(parsed, json),
                parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Generate(Func<LoadedModel> open, Func<string> readPrompt, GenerationOptions options, CommandOutput output, TextWriter warnings)
    {
        var prompt = readPrompt();
        using var signals = new StopSignals();
        // Lines of progress have no place in the text, which may go into a file.
        using var trained = output.IsLive ? Displays.Show(output, display => display.During("loading the model", open)) : open();
        var generator = new TextGenerator(trained.Model, trained.Tokenizer, trained.Vocabulary, trained.Options.Training.Context, trained.Device);
        var unknown = generator.UnknownWords(prompt);
        if (unknown.Count > 0)
            warnings.WriteLine($"Not in the vocabulary, read as unknown: {string.Join(", ", unknown)}");

        var generated = generator.Generate(prompt, options, output.Text.Write, signals.Token);
        output.Text.WriteLine();
        output.Result(generated);
        return signals.Token.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Done;
    }

    private static Option<T> Option<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
