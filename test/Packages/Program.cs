// What .ci/packages compiles far from the repository, with the package alone.
using Weft.Foundation;
using Weft.Training;
using Weft.Training.Logging;
using Weft.Training.Options;

var settings = new OptionTree();
foreach (var (key, value) in new[] { ("data.source", args[0]), ("model.dimension", "32"), ("budget.steps", "5"), ("runtime.threads", "1"), ("runtime.precision", "float32") })
    settings.Set(key, value);
var corpora = new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, Console.OpenStandardInput);
using var run = TrainingRun.Create(settings.Build(), args[1], new Listeners(), corpora);
var summary = run.Run(CancellationToken.None);
Console.WriteLine($"{summary.Steps} steps, perplexity {summary.Test!.Perplexity:F1}");
