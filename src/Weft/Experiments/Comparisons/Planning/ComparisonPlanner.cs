using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Experiments.Comparisons.Planning;

/// <summary>Turns what the user asked for into trainings, and finds everything that is wrong with it before anything starts.</summary>
internal sealed partial class ComparisonPlanner
{
    private const int Milliseconds = 1_000;

    private readonly OptionTree _base;
    private readonly ComparisonOptions _options;
    private readonly Problems _problems = new();
    private readonly string _folder;

    private ComparisonPlanner(OptionTree tree, ComparisonOptions options) =>
        (_base, _options, _folder) = (tree, options, Path.GetFullPath(options.Folder));

    /// <summary>Plans.</summary>
    /// <param name="tree">The base run.</param>
    /// <param name="options">What to compare.</param>
    /// <exception cref="ConfigurationException">With everything that is wrong, one problem a line.</exception>
    /// <exception cref="InvalidDataException">The file of variants is missing or is not JSON.</exception>
    public static ComparisonPlan Plan(OptionTree tree, ComparisonOptions options) => new ComparisonPlanner(tree, options).Plan();

    private ComparisonPlan Plan()
    {
        var run = BuildBase();
        var variants = ReadVariants();
        var seeds = ReadSeeds(run?.Seed ?? 1);
        var baseline = _options.Baseline ?? variants.FirstOrDefault()?.Name ?? "";
        _problems.Require(
            _options.Baseline is null || variants.Exists(variant => variant.Name == baseline), "--baseline", baseline,
            $"be one of {string.Join(", ", variants.Select(variant => variant.Name))}");
        _problems.Require(_options.Jobs is > 0 and <= 1024, "--jobs", _options.Jobs, "be from 1 to 1024");
        if (!_base.GivesBudget && !variants.TrueForAll(variant => variant.Settings["budget"] is JsonObject))
            _problems.Add("The comparison has no budget; set one of --max-minutes, --max-tokens, --max-steps and --max-epochs.");
        CheckReferences(variants);
        // What is wrong with the base run would be wrong with every variant again.
        var byVariant = variants.ConvertAll(variant => run is null ? [] : ArmsOf(variant, seeds));
        _problems.ThrowIfAny();
        var arms = seeds.SelectMany((_, place) => byVariant.Select(ofVariant => ofVariant[place]));
        return new ComparisonPlan(_folder, baseline, variants, seeds, [.. arms], _options.Jobs);
    }

    /// <summary>Where the run of a variant goes.</summary>
    private string FolderOf(string variant, long seed) => Path.Combine(_folder, "runs", variant, $"seed-{seed}");

    private RunOptions? BuildBase()
    {
        try
        {
            return _base.Build();
        }
        catch (ConfigurationException e)
        {
            Note(e, "");
            return null;
        }
    }

    private List<Variant> ReadVariants()
    {
        List<Variant> variants =
        [
            .. _options.VariantFile is { } file ? Variant.ReadFile(file, _problems) : [],
            .. _options.Variants.Select(text => VariantText.Parse(text, _problems)).OfType<Variant>(),
        ];
        if (variants.Count == 0 && _options.Variants.Count == 0)
            _problems.Add("There is nothing to compare; give variants: --variant \"NAME: key=value\" for each, or --variants FILE.");
        foreach (var variant in variants)
        {
            _problems.Require(
                FileName().IsMatch(variant.Name), "The name of a variant", variant.Name.Length > 0 ? variant.Name : null,
                "be of letters, digits, -, _ and . alone, not begin or end with a sign, and have 64 letters at most");
            _problems.Require(!variant.Settings.ContainsKey("seed"), $"variant {variant.Name}: seed", variant.Settings["seed"], "be given by --seeds");
        }
        foreach (var name in variants.CountBy(variant => variant.Name, StringComparer.OrdinalIgnoreCase).Where(name => name.Value > 1))
            _problems.Add($"There are {name.Value} variants with the name {name.Key}; give each another.");
        return variants;
    }

    private List<long> ReadSeeds(long first)
    {
        const string Rule = "be a number of seeds, at least 1, or a list such as 1,2,5";
        var isList = _options.Seeds.Contains(',', StringComparison.Ordinal);
        var numbers = _options.Seeds.Split(',', StringSplitOptions.TrimEntries | (isList ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None))
            .Select(text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (long?)null).ToList();
        var isRight = numbers.Count > 0 && numbers.TrueForAll(number => number is not null) && (isList || numbers[0] is > 0 and <= 10_000);
        _problems.Require(isRight, "--seeds", _options.Seeds, Rule);
        if (!isRight)
            return [first];
        if (!isList)
            return [.. Enumerable.Range(0, (int)numbers[0]!.Value).Select(place => first + place)];
        _problems.Require(numbers.Distinct().Count() == numbers.Count, "--seeds", _options.Seeds, "hold each seed once");
        return numbers.ConvertAll(number => number!.Value);
    }

    private void CheckReferences(List<Variant> variants)
    {
        foreach (var (place, variant) in variants.Index())
        {
            foreach (var name in RunReferences.In(variant.Settings).Where(name => !variants[..place].Exists(earlier => earlier.Name == name)))
            {
                _problems.Add(variants.Exists(known => known.Name == name)
                    ? $"variant {variant.Name} takes something from {{{name}}}, which does not come before it; change their order."
                    : $"variant {variant.Name} takes something from {{{name}}}, and there is no variant of that name.");
            }
        }
    }

    private List<ComparisonArm> ArmsOf(Variant variant, List<long> seeds)
    {
        var arms = new List<ComparisonArm>();
        try
        {
            foreach (var seed in seeds)
            {
                var settings = RunReferences.Fill(variant.Settings, name => FolderOf(name, seed))!.AsObject();
                settings["seed"] = seed;
                arms.Add(new ComparisonArm(variant.Name, seed, _base.With(settings).Build(), FolderOf(variant.Name, seed), RunReferences.In(variant.Settings)));
            }
        }
        catch (ConfigurationException e)
        {
            Note(e, $"variant {variant.Name}: ");
        }
        return arms;
    }

    private void Note(ConfigurationException e, string prefix)
    {
        foreach (var problem in e.Problems)
            _problems.Add(prefix + problem);
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?\\z", RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex FileName();
}
