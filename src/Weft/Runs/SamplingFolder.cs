using System.Globalization;
using Weft.Evaluation.Plots;
using Weft.Foundation.Files;
using Weft.Runs.Logging;
using Weft.Sampling;
using Weft.Sampling.Static;

namespace Weft.Runs;

/// <summary>The folder <c>sampling</c> of a run: how often each chunk came, what got stuck, and how the sampler's states followed one another.</summary>
/// <param name="run">The run.</param>
/// <param name="examples">What it is trained on.</param>
internal sealed class SamplingFolder(RunFolder run, IExamples examples)
{
    /// <summary>Writes all of it.</summary>
    public void Write(SamplingReport report)
    {
        var folder = SamplingReport.FolderOf(run.Path);
        Directory.CreateDirectory(folder);
        ChunkWeightFile.Write(SamplingReport.RatesOf(run.Path), report.Rates);
        AtomicFile.WriteText(Path.Combine(folder, "stuck.tsv"), string.Concat(report.Stuck.Select(Line).Prepend("chunk\tvisits\tloss\texcess\ttext\n")));
        var plans = SamplingTimeline.Of(RunLog.Read(run.Path, damaged: _ => { }));
        if (plans.Count > 0)
            Pictures.Write(Path.Combine(folder, "timeline"), () => SamplingTimelinePlot.Draw(plans));
    }

    private string Line(StuckChunk stuck) => string.Create(
        CultureInfo.InvariantCulture, $"{stuck.Chunk}\t{stuck.Visits}\t{stuck.Loss:F4}\t{stuck.Excess:F4}\t{examples.Excerpt(stuck.Chunk)}\n");
}
