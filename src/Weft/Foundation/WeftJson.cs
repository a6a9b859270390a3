using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Weft.Foundation.Files;

namespace Weft.Foundation;

/// <summary>How Weft reads and writes JSON: camelCase, strict, words for enumerations, text unescaped.</summary>
internal static class WeftJson
{
    private const int LongestReason = 200;

    /// <summary>Indented, for files that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>On one line, for logs and for the last line of standard output.</summary>
    public static JsonSerializerOptions OneLine { get; } = Create(indented: false);

    /// <summary>Reads a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, for the error: <c>vocabulary</c>.</param>
    /// <exception cref="InvalidDataException">It is missing or no file, is not JSON in UTF-8, or has unknown or duplicate keys; names the file and line.</exception>
    public static T ReadFile<T>(string path, string what)
    {
        RegularFile.Require(path);
        if (!File.Exists(path))
            throw new InvalidDataException($"There is no {what} at {path}.");
        try
        {
            var bytes = RegularFile.ReadAllBytes(path);
            // Names of keys are only looked at when they are asked for, and then fail with an error of another kind.
            if (!Utf8.IsValid(bytes))
                throw new InvalidDataException($"The {what} {path} cannot be read: it is not valid UTF-8.");
            // Objects of any keys do not heed the options, and fail on a key that stands twice with an error of another kind.
            if (typeof(T) == typeof(JsonObject))
                JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
            return JsonSerializer.Deserialize<T>(bytes, Indented)
                ?? throw new InvalidDataException($"The {what} {path} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"The {what} {path} cannot be read: {PlaceOf(e)}{ReasonOf(e)}", e);
        }
    }

    /// <summary>Writes a JSON file atomically.</summary>
    public static void WriteFile<T>(string path, T value) => AtomicFile.Write(path, stream => Write(stream, value));

    /// <summary>Writes a value as a JSON file has it.</summary>
    internal static void Write<T>(Stream stream, T value) => JsonSerializer.Serialize(stream, value, Indented);

    private static string PlaceOf(JsonException e) =>
        (e.LineNumber is { } line ? $"line {line + 1}: " : "") + (e.Path is null ? "" : $"{e.Path}: ");

    /// <summary>What is wrong, in one line: the message ends with path and line again, and may quote much of a damaged file, line ends and all.</summary>
    internal static string ReasonOf(JsonException e)
    {
        var reason = e.Message.Split(" Path:", 2)[0].Split(" LineNumber:", 2)[0];
        var line = string.Concat(reason.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= LongestReason ? line : line[..LongestReason] + "…";
    }

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };
}
