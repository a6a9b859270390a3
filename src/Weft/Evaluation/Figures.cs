using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Evaluation;

/// <summary>Named figures of a measurement, in the order in which they are shown; the first is the one to look at. In JSON an object of numbers.</summary>
[JsonConverter(typeof(Json))]
public sealed class Figures : IReadOnlyList<NamedFigure>, IEquatable<Figures>
{
    private readonly List<NamedFigure> _all = [];

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <inheritdoc/>
    public NamedFigure this[int index] => _all[index];

    /// <summary>A figure by its name; null where it is not known, or not among these.</summary>
    public double? this[string name] => _all.Find(figure => figure.Name == name).Value;

    /// <summary>Adds a figure, so that <c>new Figures { { "accuracy", 0.5 } }</c> can be written.</summary>
    /// <param name="name">Its name, camelCase.</param>
    /// <param name="value">Its value; null where it is not known.</param>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    internal void Add(string name, double? value) => Add(new NamedFigure(name, value));

    /// <summary>Adds a figure with its name.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    internal void Add(NamedFigure figure)
    {
        if (_all.Exists(other => other.Name == figure.Name))
            throw new ArgumentException($"There is a figure {figure.Name} already.", nameof(figure));
        _all.Add(figure);
    }

    /// <summary>Whether names, values and order are the same.</summary>
    public bool Equals(Figures? other) => other is not null && _all.SequenceEqual(other._all);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Figures);

    /// <inheritdoc/>
    public override int GetHashCode() => _all.Aggregate(0, (hash, figure) => HashCode.Combine(hash, figure.Name, figure.Value));

    /// <inheritdoc/>
    public IEnumerator<NamedFigure> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads and writes an object with a number, or null, for each name.</summary>
    internal sealed class Json : JsonConverter<Figures>
    {
        /// <inheritdoc/>
        public override Figures Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("Figures are an object of numbers.");
            var figures = new Figures();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                ReadValue(ref reader, name, figures);
            }
            return figures;
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, Figures value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            WriteValues(writer, value);
            writer.WriteEndObject();
        }

        internal static void WriteValues(Utf8JsonWriter writer, Figures figures)
        {
            foreach (var (name, value) in figures)
            {
                if (value is { } number)
                    writer.WriteNumber(name, number);
                else
                    writer.WriteNull(name);
            }
        }

        internal static void ReadValue(ref Utf8JsonReader reader, string name, Figures into)
        {
            if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.Null))
                throw new JsonException($"The figure {name} is no number.");
            if (into._all.Exists(figure => figure.Name == name))
                throw new JsonException($"The figure {name} stands there twice.");
            into.Add(name, reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble());
        }
    }
}
