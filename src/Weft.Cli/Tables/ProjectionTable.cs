using Weft.Experiments.Comparisons;
using Weft.Workers.Planning;

namespace Weft.Cli.Tables;

/// <summary>Projected steps for people, with all that was assumed.</summary>
internal static class ProjectionTable
{
    private static readonly (double Size, string Sign)[] Prefixes = [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A row a step.</summary>
    public static TextTable Of(IReadOnlyList<ProjectedStep> steps) => new(
        "Worked out, not measured: steps of data-parallel training",
        ["parameters", "workers", "alone", "in machines", "between them", "no overlap", "behind backward"],
        [.. steps.Select(step => (string[])
        [
            Number(step.Parameters), $"{step.Workers:N0}", Time(step.AloneSeconds), Time(step.InsideSeconds), Time(step.BetweenSeconds),
            Speed(step.Efficiency, step.TokensPerSecond), Speed(step.OverlappedEfficiency, step.OverlappedTokensPerSecond),
        ])]);

    /// <summary>What the figures rest on, a line each.</summary>
    public static IEnumerable<string> Assumptions(ProjectionOptions options)
    {
        yield return "This is arithmetic and no measurement. It assumes:";
        yield return options.MeasuredStepSeconds is { } step
            ? $"- a worker alone takes {Time(step)} a step of {options.TokensPerWorker:N0} tokens (--step, --tokens)"
            : $"- a worker alone takes 6 operations a parameter and token, {options.TokensPerWorker:N0} tokens a step (--tokens), at {Number(options.Flops, "FLOP/s")} (--flops)";
        yield return $"- it sends all gradients, {Projection.BytesOfGradient} bytes a parameter; divided optimizer states send as much, half of it weights, which cannot hide behind backward";
        yield return options.PerMachine == 1 ? "- 1 GPU a machine (--per-machine)"
            : $"- {options.PerMachine:N0} GPUs a machine (--per-machine), each with {Number(options.NvLinkBytesPerSecond, "B/s")} to the others (--nvlink)";
        yield return $"- a machine's GPUs share its network of {Number(8 * options.NetworkBytesPerSecond, "b/s")} (--network); a message takes {Time(options.LatencySeconds)} more (--latency)";
        yield return "- sums by halving and doubling for powers of two, else in a ring: 2 (n - 1) / n of the bytes over the link, 2 log2 n or 2 (n - 1) messages";
        yield return "- no overlap: communication after the backward pass; behind backward: all of it at once with that pass, two thirds of a step, at best";
        yield return "- per cent: of the speed without communication; all workers are equally fast, and nobody else uses the network";
    }

    private static string Speed(double efficiency, double tokensPerSecond) => $"{100 * efficiency:0.0} %, {Number(tokensPerSecond)} tokens/s";

    private static string Time(double seconds) => seconds switch
    {
        0 => "0",
        < 1e-3 => $"{Digits(1e6 * seconds)} us",
        < 1 => $"{Digits(1e3 * seconds)} ms",
        _ => $"{Digits(seconds)} s",
    };

    /// <summary>A plain number: 124 M, 1.3 B, 40.</summary>
    private static string Number(double value)
    {
        var (digits, sign) = Scaled(value);
        return sign.Length == 0 ? digits : $"{digits} {(sign == "G" ? "B" : sign)}";
    }

    /// <summary>A number of something: 100 Gb/s.</summary>
    private static string Number(double value, string unit)
    {
        var (digits, sign) = Scaled(value);
        return $"{digits} {sign}{unit}";
    }

    private static (string Digits, string Sign) Scaled(double value)
    {
        var (size, sign) = Array.Find(Prefixes, prefix => value >= prefix.Size);
        return sign is null ? (Digits(value), "") : (Digits(value / size), sign);
    }

    /// <summary>Three digits; all of those before the point.</summary>
    private static string Digits(double value) => value switch
    {
        < 10 => $"{value:0.##}",
        < 100 => $"{value:0.#}",
        _ => $"{value:N0}",
    };
}
