using Weft.Evaluation;
using Weft.Experiments.Comparisons;
using Weft.Runs;

namespace Weft.Tests.Experiments.Comparisons;

public class KeptFigureTests
{
    [Fact]
    public void The_figure_of_a_task_is_the_one_that_its_users_look_at()
    {
        static TrainingSummary Summary(EvaluationResult validation, Figures? details = null) => new()
        {
            Run = "run",
            Steps = 1,
            Tokens = 1,
            Seconds = 1,
            StepSeconds = 1,
            TokensPerSecond = 1,
            PeakMemoryBytes = 1,
            Runtime = new(),
            Interrupted = false,
            BestStep = 1,
            Parameters = 1,
            Corpus = null!,
            Weights = default,
            Validation = validation,
            ValidationDetails = details,
        };
        static EvaluationResult Result(Figures figures) => new(2, 10, "words", figures);

        Assert.Equal(new KeptFigure("loss", 2, null), KeptFigure.Of(Summary(Result(new Figures { { "perplexity", Math.Exp(2) }, { "accuracy", 0.5 } }))));
        Assert.Equal(new KeptFigure("accuracy", 0.5, null), KeptFigure.Of(Summary(Result(new Figures { { "accuracy", 0.5 }, { "macroF1", 0.4 } }))));
        Assert.Equal(new KeptFigure("bleu", 30, null), KeptFigure.Of(Summary(Result(new Figures { { "perplexity", Math.Exp(2) } }), new Figures { { "bleu", 30 } })));
    }
}
