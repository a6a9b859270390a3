using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Tasks;
using Weft.Tasks.Translation;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Translation;

/// <summary>The search for translations, against searches that read the whole beginning anew for each token.</summary>
public sealed class BeamSearchTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PairStore _pairs = new(PairStore.Pairs);
    private readonly EncoderDecoderModel _model;

    public BeamSearchTests() => _model = _pairs.CreateModel();

    [Theory]
    [InlineData(0, PaddingSide.Right)]
    [InlineData(0.6, PaddingSide.Left)]
    [InlineData(3, PaddingSide.Right)]
    public void A_beam_that_is_wide_enough_finds_the_best_of_all_translations(double penalty, PaddingSide side)
    {
        var options = new BeamOptions { Width = 400, LengthPenalty = penalty };
        var found = new BeamSearch(_model, Vocabulary, options, longest: 4).Translate(Sources(side));

        var best = Enumerable.Range(0, 4).Select(row => Best(row, options, longest: 4)).ToList();
        Assert.Equal(best, found);
        Assert.True(best.Select(one => string.Join(' ', one)).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void One_beam_takes_the_likeliest_token_each_time(PaddingSide side)
    {
        var found = new BeamSearch(_model, Vocabulary, new BeamOptions { Width = 1 }, longest: 9).Translate(Sources(side));

        for (var row = 0; row < 4; row++)
        {
            var text = new List<long>();
            while (text.Count < 9)
            {
                var logarithms = Logarithms(row, [.. text]);
                var likeliest = Array.IndexOf(logarithms, logarithms.Max());
                if (likeliest == End)
                    break;
                text.Add(likeliest);
            }
            Assert.Equal(text, found[row]);
        }
    }

    [Theory]
    [InlineData(2, 0.6)]
    [InlineData(3, 0)]
    [InlineData(5, 1)]
    public void Several_beams_find_what_they_find_without_keys_and_values_at_hand(int width, double penalty)
    {
        var options = new BeamOptions { Width = width, LengthPenalty = penalty };
        var found = new BeamSearch(_model, Vocabulary, options, longest: 7).Translate(Sources(PaddingSide.Right));

        Assert.Equal(Enumerable.Range(0, 4).Select(row => Followed(row, options, longest: 7)), found);
    }

    [Fact]
    public void Longer_translations_are_helped_by_the_length_penalty()
    {
        int Length(double penalty) => new BeamSearch(_model, Vocabulary, new BeamOptions { Width = 400, LengthPenalty = penalty }, 4).Translate(Sources(PaddingSide.Right)).Sum(one => one.Length);

        Assert.True(Length(0) < Length(8), $"{Length(0)} and {Length(8)}");
        // Wu et al. 2016, section 7: ((5 + 7) / 6) to the power of 1 is 2.
        Assert.Equal(-1.5, new BeamOptions { LengthPenalty = 1 }.Normalise(-3, 7), 12);
        Assert.Equal("beam 4, length penalty 0.6", new BeamOptions().ToString());
    }

    [Fact]
    public void A_likely_text_is_not_left_for_unlikely_ones_that_are_shorter()
    {
        var beam = new Beam(new BeamOptions { Width = 2 }, End, longest: 9);
        var start = Hypothesis.Start(End);
        var (likely, unlikely) = (start.Then(5, -0.01), start.Then(8, -5));
        beam.Advance([likely, unlikely]);
        var (more, other) = (likely.Then(6, -0.01), unlikely.Then(9, -1));
        beam.Advance([more, unlikely.Then(End, -0.5), other]);
        beam.Advance([more.Then(7, -0.01), other.Then(End, -0.1)]);
        beam.Advance([beam.Live[0].Then(End, -0.01)]);

        Assert.Empty(beam.Live);
        Assert.Equal("5 6 7", string.Join(' ', beam.Best!.TokensBefore(End)));
    }

    public void Dispose()
    {
        _model.Dispose();
        _pairs.Dispose();
        _scope.Dispose();
    }

    private Vocabulary Vocabulary => _pairs.Store.Vocabulary;

    private long End => Vocabulary.EndOfTextId;

    private Batch Sources(PaddingSide side, params long[] examples)
    {
        var pairs = TranslationTask.ExamplesOf(_pairs.Store, PairStore.Setup(side: side));
        return ExampleBatch.Of(pairs, examples.Length > 0 ? examples : [0, 1, 2, 3]).Buffer.ToBatch(CPU).Source!;
    }

    // Of the next token behind a beginning; the unknown one is never written.
    private float[] Logarithms(int row, long[] text)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var ids = tensor(new[] { End }.Concat(text).ToArray()).view(1, -1);
        var hidden = _model.Hidden(new Batch(ids, ids), _model.Remember(Sources(PaddingSide.Right, row)));
        var logarithms = nn.functional.log_softmax(_model.Output.Logits(hidden[0, -1]), -1).data<float>().ToArray();
        if (Vocabulary.UnknownId is { } unknown)
            logarithms[unknown] = float.NegativeInfinity;
        return logarithms;
    }

    // Every translation there is: with an end, or as long as it may be.
    private long[] Best(int row, BeamOptions options, int longest)
    {
        var (best, bestScore) = (Array.Empty<long>(), double.NegativeInfinity);
        Extend([], 0);
        return best;

        void Extend(long[] text, double score)
        {
            var logarithms = Logarithms(row, text);
            for (var token = 0L; token < logarithms.Length; token++)
            {
                var (sum, isOver) = (score + logarithms[token], token == End || text.Length + 1 == longest);
                if (isOver && options.Normalise(sum, text.Length + 1) > bestScore)
                    (best, bestScore) = (token == End ? text : [.. text, token], options.Normalise(sum, text.Length + 1));
                else if (!isOver && float.IsFinite(logarithms[token]))
                    Extend([.. text, token], sum);
            }
        }
    }

    // The rule in a few lines: the best continuations of all beginnings; one that ends counts among the first, in the others' place come those behind. It goes on to the end.
    private long[] Followed(int row, BeamOptions options, int longest)
    {
        var live = new List<(long[] Text, double Score)> { ([], 0) };
        var over = new List<(long[] Text, double Score)>();
        for (var length = 1; length <= longest; length++)
        {
            var all = live.SelectMany(one => Logarithms(row, one.Text).Select((logarithm, token) => (Text: (long[])[.. one.Text, token], Score: one.Score + logarithm)))
                .OrderByDescending(one => one.Score).ToList();
            over.AddRange(all.Take(options.Width).Where(one => one.Text[^1] == End).Select(one => (one.Text, options.Normalise(one.Score, length))));
            live = [.. all.Where(one => one.Text[^1] != End).Take(options.Width)];
        }
        over.AddRange(live.Select(one => (one.Text, options.Normalise(one.Score, longest))));
        return [.. over.MaxBy(one => one.Score).Text.Where(token => token != End)];
    }
}
