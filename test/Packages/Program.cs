// What .ci/packages compiles far from the repository, with the package alone: text in, model out, a sentence of its own.
using Weft;
using Weft.Text;

var options = Presets.Small with { Model = Presets.Small.Model with { Dimension = 32 } };
using var model = new TrainingBuilder(options) { Data = args[0], Steps = 5 }.Train(args[1]);
Console.WriteLine($"{model.Step} steps, perplexity {model.Evaluate(Split.Test).Perplexity:F1}");
Console.WriteLine(model.Generate("The cat"));
