using System.Text.Json;

namespace Weft.Training.Logging;

/// <summary>Reads <c>metrics.jsonl</c> line by line.</summary>
internal static class MetricsLines
{
    /// <summary>The lines, in their order; one that was cut off is passed over, and a file that is not there has none.</summary>
    /// <typeparam name="T">What is wanted of a line; what it lacks has its default value.</typeparam>
    public static IEnumerable<T> Read<T>(string path)
        where T : class => File.Exists(path) ? File.ReadLines(path).Select(Parse<T>).OfType<T>() : [];

    private static T? Parse<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
