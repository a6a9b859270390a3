using Weft.Bench.Trainings;
using Weft.Runs.Options;

namespace Weft.Bench.Throughput;

/// <summary>A text on disk for the processes that measure; deleted with the object.</summary>
internal sealed class TokensFile : IRoundText
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weft-bench-").FullName;
    private readonly BenchmarkText _text;

    public TokensFile(BenchmarkText text)
    {
        _text = text;
        text.Write(Path);
    }

    private string Path => System.IO.Path.Combine(_folder, "tokens");

    /// <inheritdoc/>
    public RoundRequest Request(Column column, RunOptions options, int warmUp, int steps) => new()
    {
        Column = column,
        Options = options,
        Text = Path,
        Vocabulary = _text.Vocabulary,
        EndOfTextId = _text.EndOfTextId,
        WarmUp = warmUp,
        Steps = steps,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
