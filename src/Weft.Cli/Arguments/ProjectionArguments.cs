using System.CommandLine;
using Weft.Foundation;
using Weft.Workers.Planning;

namespace Weft.Cli.Arguments;

/// <summary>What a projection is worked out from: machines, their network, sizes of models, and what a worker does alone.</summary>
internal sealed class ProjectionArguments
{
    private static readonly ProjectionOptions Defaults = new();

    private readonly Option<string[]> _workers = Several("--workers", "N", "Numbers of workers, a GPU each (several may follow); default 8 64 1024.");
    private readonly Option<string[]> _parameters = Several("--parameters", "N", "Sizes of models (several may follow); default 124M 1.3B.");
    private readonly Option<string?> _network = One("--network", "SPEED", "Of each machine, in bits (100Gb/s) or bytes (12.5GB/s); default 100Gb/s.");
    private readonly Option<string?> _latency = One("--latency", "TIME", "Of a message, within and between machines; default 5us.");
    private readonly Option<int> _perMachine = new("--per-machine") { Description = "GPUs of a machine.", DefaultValueFactory = _ => Defaults.PerMachine };
    private readonly Option<string?> _nvlink = One("--nvlink", "SPEED", "Of each GPU to the others of its machine; default 300GB/s.");
    private readonly Option<string?> _flops = One("--flops", "SPEED", "Operations a second that a training gets out of a GPU; default 400T.");
    private readonly Option<string?> _step = One("--step", "TIME", "Of one worker's step, as it was measured: 0.25, 250ms; replaces --flops.");
    private readonly Option<string?> _tokens = One("--tokens", "N", "Tokens of a step for each worker; default 32768.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_workers, _parameters, _network, _latency, _perMachine, _nvlink, _flops, _step, _tokens])
            command.Add(option);
    }

    /// <summary>Reads and checks what was given; where a value cannot be read its default stands for it.</summary>
    public ProjectionOptions Read(ParseResult parsed, Problems problems)
    {
        var options = new ProjectionOptions
        {
            Workers = All(_workers, text => WholeNumber(_workers.Name, text)) ?? Defaults.Workers,
            Parameters = All(_parameters, text => Quantity.Count.Read(_parameters.Name, text)) ?? Defaults.Parameters,
            NetworkBytesPerSecond = Value(_network, Quantity.Speed) ?? Defaults.NetworkBytesPerSecond,
            LatencySeconds = Value(_latency, Quantity.Time) ?? Defaults.LatencySeconds,
            PerMachine = parsed.ValueOf(_perMachine),
            NvLinkBytesPerSecond = Value(_nvlink, Quantity.Speed) ?? Defaults.NvLinkBytesPerSecond,
            Flops = Value(_flops, Quantity.Flops) ?? Defaults.Flops,
            MeasuredStepSeconds = Value(_step, Quantity.Seconds),
            TokensPerWorker = Value(_tokens, Quantity.Count) ?? Defaults.TokensPerWorker,
        };
        if (parsed.ValueOf(_step) is not null && parsed.ValueOf(_flops) is not null)
            problems.Add("--step does not go with --flops: the time of a step is measured or worked out. Give one of them.");
        options.Validate(problems);
        return options;

        double? Value(Option<string?> option, Quantity kind) =>
            parsed.ValueOf(option) is { } text ? problems.Collect<double?>(() => kind.Read(option.Name, text)) : null;

        List<T>? All<T>(Option<string[]> option, Func<string, T> read)
            where T : struct
        {
            var found = (parsed.ValueOf(option) ?? []).Select(text => problems.Collect<T?>(() => read(text))).OfType<T>().ToList();
            return found.Count > 0 ? found : null;
        }
    }

    private static int WholeNumber(string key, string text) => NumberText.ProblemOf(text, typeof(int)) is { } problem
        ? throw new ConfigurationException($"{key} is {text}; {problem}")
        : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Option<string[]> Several(string name, string value, string description) => new(name) { Description = description, HelpName = value, AllowMultipleArgumentsPerToken = true };

    private static Option<string?> One(string name, string value, string description) => new(name) { Description = description, HelpName = value };
}
