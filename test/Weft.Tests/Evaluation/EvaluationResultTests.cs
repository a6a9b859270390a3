using System.Text.Json;
using Weft.Evaluation;
using Weft.Foundation;

namespace Weft.Tests.Evaluation;

public class EvaluationResultTests
{
    private const string Text = """{"loss":1.5,"perplexity":4.5,"bitsPerByte":null,"accuracy":0.25,"tokens":300,"signature":"s"}""";
    private static readonly EvaluationResult Result = new(1.5, 300, "s", new Figures { { "perplexity", 4.5 }, { "bitsPerByte", null }, { "accuracy", 0.25 } });

    [Fact]
    public void All_figures_stand_side_by_side_and_come_back()
    {
        Assert.Equal(Text, JsonSerializer.Serialize(Result, WeftJson.OneLine));
        Assert.Equal(Result, Read(Text));
    }

    [Fact]
    public void What_earlier_versions_wrote_is_read()
    {
        var result = Read("""{"loss":2,"perplexity":7.389,"accuracy":0.5,"tokens":12,"signature":"s","bitsPerByte":1.25}""");

        Assert.Equal((2.0, 7.389, 0.5, 12L, "s", 1.25), (result.Loss, result.Perplexity, result.Accuracy, result.Targets, result.Signature, result.BitsPerByte!.Value));
    }

    [Theory]
    [InlineData("""{"loss":1,"tokens":3}""", "An evaluation has a loss, tokens and a signature.")]
    [InlineData("""{"loss":1,"tokens":3,"signature":"s","f1":"high"}""", "The figure f1 is no number.")]
    [InlineData("""{"loss":1,"tokens":3,"signature":"s","f1":1,"f1":2}""", "The figure f1 stands there twice.")]
    [InlineData("""{"loss":1,"loss":2,"tokens":3,"signature":"s"}""", "The evaluation's loss stands there twice, or is of another kind.")]
    [InlineData("""{"loss":1,"tokens":3.5,"signature":"s"}""", "The evaluation's tokens stands there twice, or is of another kind.")]
    [InlineData("""{"loss":1,"tokens":3,"signature":null}""", "The evaluation's signature stands there twice, or is of another kind.")]
    [InlineData("[1]", "An evaluation is an object.")]
    public void What_is_no_evaluation_is_refused(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Throws<JsonException>(() => Read(text)).Message);

    [Fact]
    public void Figures_are_equal_when_names_values_and_order_are()
    {
        Assert.Equal(new Figures { { "a", 1 }, { "b", null } }, new Figures { { "a", 1 }, { "b", null } });
        Assert.NotEqual(new Figures { { "a", 1 }, { "b", null } }, new Figures { { "b", null }, { "a", 1 } });
        Assert.NotEqual(new Figures { { "a", 1 } }, new Figures { { "a", 2 } });
        Assert.Throws<ArgumentException>(() => new Figures { { "a", 1 }, { "a", 2 } });
        Assert.Null(new Figures { { "a", 1 } }["b"]);
    }

    private static EvaluationResult Read(string text) => JsonSerializer.Deserialize<EvaluationResult>(text, WeftJson.OneLine)!;
}
