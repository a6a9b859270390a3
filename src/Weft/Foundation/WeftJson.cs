using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Foundation;

/// <summary>How Weft reads and writes JSON: camelCase, strict, words for enumerations, text unescaped.</summary>
public static class WeftJson
{
    /// <summary>Indented, for files that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>On one line, for logs and for the last line of standard output.</summary>
    public static JsonSerializerOptions OneLine { get; } = Create(indented: false);

    /// <summary>Reads a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, for the error: <c>vocabulary</c>.</param>
    /// <exception cref="InvalidDataException">It is missing, is not JSON, or has unknown or duplicate keys; names the file and line.</exception>
    public static T ReadFile<T>(string path, string what)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"There is no {what} at {path}.");
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Indented)
                ?? throw new InvalidDataException($"The {what} {path} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"The {what} {path} cannot be read: line {e.LineNumber + 1}, {e.Path}: {e.Message.Split(" Path:", 2)[0]}", e);
        }
    }

    /// <summary>Writes a JSON file atomically.</summary>
    public static void WriteFile<T>(string path, T value) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, Indented));

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };
}
