using System.Text.Json;
using Weft.Foundation;

namespace Weft.Generation;

/// <summary>How the next token is chosen, and when to stop. The unknown token is never chosen, and of equally likely tokens the one with
/// the lower id comes first.</summary>
public sealed record GenerationOptions
{
    /// <summary>The most tokens to write.</summary>
    public int Tokens { get; init; } = 100;

    /// <summary>Below 1 safer, above 1 bolder; 0 always takes the likeliest token.</summary>
    public double Temperature { get; init; } = 0.8;

    /// <summary>Choose among the likeliest so many; 0 among all.</summary>
    public int TopK { get; init; } = 40;

    /// <summary>Choose among the likeliest that together have this probability (Holtzman et al. 2020); 1 among all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>The power to which the probability of tokens that stand in the text already is raised, before all are made to sum to one
    /// again; 1 does nothing. It is the rule of Keskar et al. 2019 on logarithms of probabilities, with every softmax alike.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Determines the choices.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Texts at which writing ends; they are not written.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Whether keys and values are kept between tokens. The tokens are the same without, only slower.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Notes everything that is wrong.</summary>
    /// <param name="problems">Takes it.</param>
    /// <param name="isCommand">Whether problems name the command's arguments (<c>--top-k</c>), not the members (<c>TopK</c>).</param>
    internal void Validate(Problems problems, bool isCommand)
    {
        problems.Require(Tokens > 0, Name(nameof(Tokens)), Tokens, "be above 0");
        problems.Require(Temperature is >= 0 and < double.PositiveInfinity, Name(nameof(Temperature)), Temperature, "be at least 0");
        problems.Require(TopK >= 0, Name(nameof(TopK)), TopK, "be at least 0");
        problems.Require(TopP is > 0 and <= 1, Name(nameof(TopP)), TopP, "be above 0 and at most 1");
        problems.Require(RepetitionPenalty is >= 1 and < double.PositiveInfinity, Name(nameof(RepetitionPenalty)), RepetitionPenalty, "be at least 1");
        problems.Require(Stop.All(text => text.Length > 0), Name(nameof(Stop)), "empty", "be a text");

        string Name(string member) => isCommand ? "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(member) : member;
    }
}
