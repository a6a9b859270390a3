using Weft.Runs.Options;

namespace Weft;

/// <summary>Options to begin from; change them with <c>with</c>.</summary>
public static class Presets
{
    /// <summary>The best that two minutes on two cores buy: 2 layers of width 128.</summary>
    public static RunOptions Small => Named("small");

    /// <summary>The published model (Vaswani et al. 2017 in the small), every setting a default; one pass over the text.</summary>
    public static RunOptions Reference => Named("reference");

    /// <summary>The whole published recipe: parallel columns of words, two phases, label smoothing, Adam.</summary>
    public static RunOptions Method => Named("method");

    /// <summary>The size of GPT-2 small (Radford et al. 2019): 12 layers of width 768.</summary>
    public static RunOptions Gpt2Small => Named("gpt2-small");

    /// <summary>A classifier, the best that five minutes on two cores buy: states of a Transformer and n-grams in one head.</summary>
    public static RunOptions Classify => Named("classify");

    /// <summary>A tagger of words, the best that five minutes on two cores buy.</summary>
    public static RunOptions Tag => Named("tag");

    /// <summary>How two texts belong together, the best that five minutes on two cores buy: one encoder reads both, and n-grams stand beside it.</summary>
    public static RunOptions Match => Named("match");

    /// <summary>The same where each text is read alone (<see cref="Tasks.MatchingKind.Apart"/>), which is what search needs.</summary>
    public static RunOptions MatchApart => Named("match-apart");

    /// <summary>A translator for some ten thousand pairs of sentences: an encoder and a decoder of 2 layers of width 256.</summary>
    public static RunOptions Translate => Named("translate");

    /// <summary>What finds the answers to questions in texts: an encoder of 3 layers of width 128.</summary>
    public static RunOptions Answer => Named("answer");

    /// <summary>What captions small pictures: an encoder of their patches and a decoder, of 3 layers of width 128.</summary>
    public static RunOptions Caption => Named("caption");

    /// <summary>The names that <see cref="Named"/> takes.</summary>
    public static IReadOnlyCollection<string> Names => PresetLayers.Names;

    /// <summary>The options of a preset, complete and valid.</summary>
    /// <exception cref="Foundation.ConfigurationException">There is no such preset.</exception>
    public static RunOptions Named(string name)
    {
        var tree = new OptionTree();
        tree.Set("preset", name);
        return tree.Build();
    }
}
