using Weft.Text;

namespace Weft.Examples;

/// <summary>Trains on files, writes, measures.</summary>
internal static class TenLines
{
    public static void Run(string run)
    {
        using (new TrainingBuilder(Presets.Small) { Data = Example.Data, Steps = Example.Steps }.OnNote(Console.WriteLine).Train(run))
            Console.WriteLine("trained");

        using var model = TrainedModel.Open(run);
        Console.WriteLine(model.Generate("Returns the"));
        Console.WriteLine($"test perplexity {model.Evaluate(Split.Test).Perplexity:N2}");
    }
}
