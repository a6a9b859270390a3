using System.Globalization;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Text.Vectors;
using Weft.Training;

namespace Weft.Tests.Training.Starting;

public sealed class VectorStartTests : IDisposable
{
    private static readonly string[] Known = ["the", "cat", "dog", "sees", "likes", "a", "small", "red"];
    private readonly TinyTraining _tiny = new();

    [Theory]
    [InlineData(16, false)]
    [InlineData(6, false)]
    [InlineData(6, true)]
    public void A_run_that_starts_at_vectors_is_resumed_bit_for_bit(int dimension, bool tied)
    {
        var options = With(dimension, tied);
        var whole = _tiny.Train(options, "whole");
        using var stopping = new Recorder { StopAfter = 5 };
        _tiny.Train(options, "parted", stopping, stopping.Token);
        using (var resumed = _tiny.Resume("parted"))
            Assert.Equal(whole.Vectors, resumed.Run(CancellationToken.None).Vectors);

        Assert.Equal(WeightsOf("whole"), WeightsOf("parted"));
        Assert.True(File.Exists(Path.Combine(_tiny.Folder("whole"), "vectors.json")));
        using var trained = LoadedModel.Open(_tiny.Folder("whole"), "last");
        Assert.Equal(dimension, trained.Model.EmbeddingWeight.shape[1]);
    }

    [Fact]
    public void The_embedding_has_the_size_that_the_model_would_have_started_with()
    {
        var options = With(6, tied: false);
        using var run = _tiny.Create(options, "run");

        Assert.Equal(8, run.Sources.Vectors!.Types.Exact);
        Assert.Equal(0.1 / Math.Sqrt(3) / 1.0, run.Sources.Vectors.Scale * RootMeanSquare(6), 3);
    }

    [Fact]
    public void Another_dimension_is_refused_where_it_must_not_be_projected()
    {
        var options = With(6, tied: false);
        options = options with { Vectors = options.Vectors with { Mismatch = VectorMismatch.Fail } };

        var e = Assert.Throws<ConfigurationException>(() => _tiny.Create(options, "run"));

        Assert.Contains("have 6 dimensions, and model.dimension is 16", e.Message);
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    [Fact]
    public void Too_little_coverage_is_refused_before_anything_is_written()
    {
        var options = With(6, tied: false);
        options = options with { Vectors = options.Vectors with { MinCoverage = 0.9 } };

        var e = Assert.Throws<InvalidDataException>(() => _tiny.Create(options, "run"));

        Assert.Contains("covers", e.Message);
        Assert.Contains("vectors.minCoverage asks for", e.Message);
        Assert.Equal(2, e.Message.Split('\n').Length);
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    [Fact]
    public void A_least_coverage_without_vectors_is_a_mistake()
    {
        var options = _tiny.Options with { Vectors = new VectorsOptions { MinCoverage = 0.5 } };

        Assert.Contains("vectors.minCoverage is 0.5; it must be 0 without vectors.file", Assert.Throws<ConfigurationException>(options.Validate).Message);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions With(int dimension, bool tied)
    {
        var lines = Known.Select((word, i) => $"{word} {string.Join(' ', Row(i, dimension).Select(number => number.ToString(CultureInfo.InvariantCulture)))}\n");
        var path = _tiny.Folder("vectors.txt");
        File.WriteAllText(path, string.Concat(lines));
        return _tiny.Options with
        {
            Model = _tiny.Options.Model with { TieEmbeddings = tied },
            Vectors = new VectorsOptions { File = path },
        };
    }

    private static IEnumerable<double> Row(int word, int dimension) => Enumerable.Range(0, dimension).Select(i => Math.Round(Math.Sin(1 + word * 7 + i * 3), 4));

    private static double RootMeanSquare(int dimension) =>
        Math.Sqrt(Enumerable.Range(0, Known.Length).SelectMany(word => Row(word, dimension)).Average(number => number * number));

    private byte[] WeightsOf(string run) => File.ReadAllBytes(Path.Combine(_tiny.Folder(run), "checkpoints", "step-12", "model.safetensors"));
}
