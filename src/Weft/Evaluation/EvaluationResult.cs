using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Evaluation;

/// <summary>How well a model does on a split. In JSON all figures stand side by side.</summary>
/// <param name="Loss">Mean plain loss, nats a target.</param>
/// <param name="Targets">Targets scored: every one of the split, once. In JSON <c>tokens</c>.</param>
/// <param name="Signature">What the figures depend on besides the model; compare only equal ones.</param>
/// <param name="Figures">What the task measures besides, the most telling first: perplexity, accuracy.</param>
[JsonConverter(typeof(Json))]
public sealed record EvaluationResult(double Loss, long Targets, string Signature, Figures Figures)
{
    private const string LossName = "loss";
    private const string TargetsName = "tokens";
    private const string SignatureName = "signature";

    /// <summary>Names that a log's lines of evaluations have for something else.</summary>
    internal static IReadOnlyList<string> Reserved { get; } = ["kind", "step", "phase", "split", "best", LossName, TargetsName, SignatureName, "averaged"];

    /// <summary>What the task measures besides.</summary>
    public Figures Figures { get; init => field = Checked(value); } = Checked(Figures);

    /// <summary>A figure by its name, <c>loss</c> among them; null where it is not known.</summary>
    public double? this[string name] => name == LossName ? Loss : Figures[name];

    /// <summary>exp(loss), of a language model; not a number elsewhere.</summary>
    public double Perplexity => Figures[LanguageFigures.Perplexity] ?? double.NaN;

    /// <summary>Share of targets that had the highest score; not a number where the task has no such figure.</summary>
    public double Accuracy => Figures[LanguageFigures.Accuracy] ?? double.NaN;

    /// <summary>
    /// Bits for a byte of the original text, which compare across tokenizers as perplexities do not; null where the text's size is not known
    /// or not all of it was scored. What a tokenizer takes away (<c>words</c>: capitals, blanks, unknown words) costs nothing in it.
    /// </summary>
    public double? BitsPerByte => Figures[LanguageFigures.BitsPerByte];

    /// <summary>The same with more figures behind; null are none.</summary>
    internal EvaluationResult With(Figures? more) => more is null ? this : this with { Figures = [.. Figures, .. more] };

    /// <summary>The figures in words: <c>loss 3.833, perplexity 46.19, accuracy 37.8 %</c>.</summary>
    public override string ToString() => string.Join(", ", Figures.Select(figure => figure.ToString()).Where(words => words.Length > 0).Prepend($"loss {Loss:F3}"));

    private static Figures Checked(Figures figures) => figures.FirstOrDefault(figure => Reserved.Contains(figure.Name, StringComparer.Ordinal)).Name is { } name
        ? throw new ArgumentException($"A figure of an evaluation is called {name}, which stands for something else in a log. Give it another name.", nameof(figures))
        : figures;

    private sealed class Json : JsonConverter<EvaluationResult>
    {
        public override EvaluationResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("An evaluation is an object.");
            var (loss, targets, signature, figures) = ((double?)null, (long?)null, (string?)null, new Figures());
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var type = reader.TokenType;
                switch (name)
                {
                    case LossName when loss is null && type == JsonTokenType.Number: loss = reader.GetDouble(); break;
                    case TargetsName when targets is null && type == JsonTokenType.Number && reader.TryGetInt64(out var count): targets = count; break;
                    case SignatureName when signature is null && type == JsonTokenType.String: signature = reader.GetString(); break;
                    case LossName or TargetsName or SignatureName: throw new JsonException($"The evaluation's {name} stands there twice, or is of another kind.");
                    default: Evaluation.Figures.Json.ReadValue(ref reader, name, figures); break;
                }
            }
            return loss is { } mean && targets is { } number && signature is not null
                ? new EvaluationResult(mean, number, signature, figures)
                : throw new JsonException("An evaluation has a loss, tokens and a signature.");
        }

        public override void Write(Utf8JsonWriter writer, EvaluationResult value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber(LossName, value.Loss);
            Evaluation.Figures.Json.WriteValues(writer, value.Figures);
            writer.WriteNumber(TargetsName, value.Targets);
            writer.WriteString(SignatureName, value.Signature);
            writer.WriteEndObject();
        }
    }
}
