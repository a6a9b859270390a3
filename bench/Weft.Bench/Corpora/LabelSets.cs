using System.CommandLine;
using Weft.Bench.Classification;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Text.Reading;

namespace Weft.Bench.Corpora;

/// <summary>Writes a labelled set whose training labels are spoilt, for experiments: <c>labels --data trec/ --out trec-wrong --wrong 0.2</c>.</summary>
internal static class LabelSets
{
    public static Command CreateCommand()
    {
        var data = new Option<string>("--data") { Description = "A folder with files named train and test, perhaps validation; or a pattern: 'sets/mails.*'.", HelpName = "FOLDER", Required = true };
        var output = new Option<string>("--out") { Description = "Where train.csv, validation.csv and test.csv go.", Required = true };
        var wrong = new Option<double>("--wrong") { Description = "The share of training labels that become wrong, below 1.", DefaultValueFactory = _ => 0 };
        var ratio = new Option<double>("--unbalanced") { Description = "How many times the records of the smallest class the largest one has; 1 leaves all as it is.", DefaultValueFactory = _ => 1 };
        var seed = new Option<long>("--seed") { Description = "The same one gives the same files.", DefaultValueFactory = _ => 1 };
        var task = new Option<string>("--task") { Description = "classification, or matching for pairs.", DefaultValueFactory = _ => "classification" };
        var set = BenchArguments.SetOption();
        var command = new Command("labels", "Spoil the labels of a set's training split; validation and test stay as they are.") { data, output, wrong, ratio, seed, task, set };
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            problems.Require(parsed.GetValue(wrong) is >= 0 and < 1, "--wrong", parsed.GetValue(wrong), "be at least 0 and below 1");
            problems.Require(parsed.GetValue(ratio) is >= 1 and < 1e6, "--unbalanced", parsed.GetValue(ratio), "be at least 1");
            problems.ThrowIfAny();
            var options = BenchArguments.Build([$"data.source={parsed.GetValue(data)}", $"task={parsed.GetValue(task)}", .. parsed.GetValue(set) ?? []]);
            Write(options, parsed.GetRequiredValue(output), parsed.GetValue(wrong), parsed.GetValue(ratio), parsed.GetValue(seed));
        });
        return command;
    }

    private static void Write(RunOptions options, string folder, double wrong, double ratio, long seed)
    {
        var texts = LabelledSet.Read(options.Data).WithValidation(seed);
        var train = ratio > 1 ? SpoiltLabels.Unbalanced(texts.Train, ratio, seed) : texts.Train;
        var isPair = options.Task == TaskKind.Matching;
        Directory.CreateDirectory(folder);
        foreach (var (name, records) in new[] { ("train", SpoiltLabels.WithWrongLabels(train, wrong, seed)), ("validation", texts.Validation), ("test", texts.Test) })
        {
            CsvTable.Write(Path.Combine(folder, $"{name}.csv"), isPair ? ["label", "text1", "text2"] : ["label", "text"], records.Select(record => FieldsOf(record, isPair)));
            var classes = records.CountBy(record => record.Label!).Select(pair => pair.Value).ToList();
            Console.WriteLine($"{name}: {records.Count:N0} records, {classes.Count} labels with {classes.Min():N0} to {classes.Max():N0}");
        }
    }

    // The two texts of a pair are lines of one text (RecordPair).
    private static string[] FieldsOf(TextRecord record, bool isPair) => isPair ? [record.Label!, .. record.Text.TrimEnd('\n').Split('\n')] : [record.Label!, record.Text.Trim()];
}
