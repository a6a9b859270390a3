using System.Globalization;

namespace Weft.Cli.Display;

/// <summary>What there is to say of work that is under way.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Figures">Its figures; the first matter most.</param>
/// <param name="Share">How much of it is done, from 0 to 1; null where that is not known.</param>
/// <param name="Elapsed">How long it has been under way.</param>
/// <param name="Left">How long it will still take; null where that is not known.</param>
internal sealed record WorkLine(string Name, IReadOnlyList<string> Figures, double? Share, TimeSpan Elapsed, TimeSpan? Left)
{
    /// <summary>The share in percent, rounded down: 100 % is what is over. Empty where it is not known.</summary>
    public string Percent => Share is { } share ? $"{Math.Floor(100 * Math.Clamp(share, 0, 1)).ToString("F0", CultureInfo.InvariantCulture)} %" : "";

    /// <summary>The time left, or, where that is not known, the time so far.</summary>
    public string Time => Left is { } left ? $"{Text(left)} left" : Share is null && Elapsed >= TimeSpan.FromSeconds(1) ? Text(Elapsed) : "";

    /// <summary>A time as people say it: <c>0:07</c>, <c>12:40</c>, <c>3 h 5 min</c>.</summary>
    public static string Text(TimeSpan time) => time.TotalHours >= 1
        ? $"{Math.Floor(time.TotalHours):N0} h {time.Minutes} min"
        : $"{time.Minutes}:{time.Seconds:00}";

    /// <summary>All of it on one line.</summary>
    public override string ToString() => string.Join("  ", Figures.Prepend(Name).Append(Percent).Append(Time).Where(part => part.Length > 0));
}
