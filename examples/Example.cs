using System.Globalization;

namespace Weft.Examples;

/// <summary>What the examples train on, and for how long: <c>WEFT_EXAMPLE_DATA</c> and <c>WEFT_EXAMPLE_STEPS</c> make them shorter.</summary>
internal static class Example
{
    public static string Data => Environment.GetEnvironmentVariable("WEFT_EXAMPLE_DATA") ?? "api-docs";

    public static int Steps => int.Parse(Environment.GetEnvironmentVariable("WEFT_EXAMPLE_STEPS") ?? "500", CultureInfo.InvariantCulture);
}
