using System.Text.Json;
using Weft.Foundation;

namespace Weft.Training.Logging;

/// <summary>Reads <c>metrics.jsonl</c> line by line.</summary>
internal static class MetricsLines
{
    /// <summary>The lines, in their order; one that was cut off is passed over, and a file that is not there has none.</summary>
    /// <typeparam name="T">What is wanted of a line; what it lacks has its default value.</typeparam>
    public static IEnumerable<T> Read<T>(string path)
        where T : class => RegularFile.Exists(path) ? Lines(path).Select(Parse<T>).OfType<T>() : [];

    /// <summary>The lines as they are.</summary>
    /// <exception cref="InvalidDataException">It is no file.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        return RegularFile.ReadLines(path);
    }

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
