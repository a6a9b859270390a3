using Weft.Evaluation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Sampling.Dynamic;
using Weft.Text;

namespace Weft.Tests.Runs.Events;

/// <summary>An event of every kind, and what people and the log are given of it.</summary>
internal static class SampleEvents
{
    private static readonly EvaluationResult Figures = new(3.5, 209, "words|9", [new("perplexity", 33.115), new("bitsPerByte", 1.038), new("accuracy", 0.378)]);

    private static readonly PlanReport Plan = new(
        new SamplingPlan { Number = 3, Stage = SamplingStage.Harden, Keep = 0.75, NormalShare = 0.9, FirstGap = 0.125, Gap = 0.25, Still = 1, FirstDraw = 640, Used = 2 },
        new PlanFigures { Progress = 0.5, Seen = 1, ProbeLoss = 4.25, ControlLoss = 4, EasyGradient = 0.5, HardGradient = 2, Stuck = 7 },
        "the gap grew by 0.125");

    public static IReadOnlyList<(TrainingEvent Event, string Words, string Line)> All { get; } =
    [
        (new BeginEvent(0, "full", Resumed: false), "begin: phase full", """{"kind":"begin","step":0,"phase":"full","resumed":false,"version":2}"""),
        (new BeginEvent(1_200, "full", Resumed: true), "resume after step 1,200: phase full", """{"kind":"begin","step":1200,"phase":"full","resumed":true,"version":2}"""),
        (new StepEvent(120, "full", 5.123, 5.1, 640, 0.0012, 1.5, 0.25, 12.5, 18_200) { Padding = 0.125 }, "step 120: loss 5.123, rate 0.0012, 18,200 tokens/s",
            """{"kind":"step","step":120,"phase":"full","loss":5.123,"negativeLogLikelihood":5.1,"tokens":640,"rate":0.0012,"gradientNorm":1.5,"progress":0.25,"seconds":12.5,"tokensPerSecond":18200,"padding":0.125}"""),
        (new EvaluationEvent(120, "full", Split.Validation, Best: true, Figures), "step 120: validation loss 3.500, perplexity 33.12, 1.038 bits a byte, accuracy 37.8 %",
            """{"kind":"evaluation","step":120,"phase":"full","split":"validation","best":true,"loss":3.5,"perplexity":33.115,"bitsPerByte":1.038,"accuracy":0.378,"tokens":209,"signature":"words|9"}"""),
        (new EvaluationEvent(120, "full", Split.Validation, Best: false, new(0.25, 50, "labels", [new("macroF1", 0.8767), new("recall", null)]), new(0.5, 50, "labels", [])),
            "step 120: validation loss 0.250, macro F1 87.7 %; averaged weights loss 0.500 (no better)",
            """{"kind":"evaluation","step":120,"phase":"full","split":"validation","best":false,"loss":0.25,"macroF1":0.8767,"recall":null,"tokens":50,"signature":"labels","averaged":{"loss":0.5,"tokens":50,"signature":"labels"}}"""),
        (new PlanEvent(120, "full", Plan), "step 120: sampling harden, the gap grew by 0.125; gap 0.250; easy chunks kept 75 %; ordinary samples 90 %; stuck chunks 7",
            """{"kind":"plan","step":120,"phase":"full","number":3,"stage":"harden","keep":0.75,"normalShare":0.9,"firstGap":0.125,"gap":0.25,"still":1,"firstDraw":640,"used":2,"gapGrowth":0.125,"progress":0.5,"seen":1,"probeLoss":4.25,"controlLoss":4,"easyGradient":0.5,"hardGradient":2,"stuck":7,"reason":"the gap grew by 0.125"}"""),
        (new PlanEvent(130, "full", Plan with { Figures = new PlanFigures { Progress = 0.75, Seen = 1 } }), "step 130: sampling harden, the gap grew by 0.125; easy chunks kept 75 %; ordinary samples 90 %",
            """{"kind":"plan","step":130,"phase":"full","number":3,"stage":"harden","keep":0.75,"normalShare":0.9,"firstGap":0.125,"gap":0.25,"still":1,"firstDraw":640,"used":2,"gapGrowth":0.125,"progress":0.75,"seen":1,"probeLoss":null,"controlLoss":null,"easyGradient":null,"hardGradient":null,"stuck":0,"reason":"the gap grew by 0.125"}"""),
        (new PhaseEvent(4, "embeddings", 4_816, 2_293, "6605a66908248aec"), "phase embeddings ended at step 4: 4,816 parameters trained, 2,293 frozen, unchanged (sha256 6605a669 at both ends)",
            """{"kind":"phase","step":4,"phase":"embeddings","trained":4816,"frozen":2293,"frozenHash":"6605a66908248aec"}"""),
        (new RecoveryEvent(7, "full", RecoveryMode.Skip, "Step 7 was not made: its loss is NaN.", 0, 1, 640, 3.5), "Step 7 was not made: its loss is NaN. It is skipped.",
            """{"kind":"recovery","step":7,"phase":"full","action":"skip","reason":"Step 7 was not made: its loss is NaN.","times":0,"rate":1,"tokens":640,"seconds":3.5}"""),
        (new RecoveryEvent(1_900, "full", RecoveryMode.Back, "The loss is 12.", 2, 0.25, 0, 3.5), "The loss is 12. Back to step 1,900, and on with 25.0 % of the rate (time 2 of 3).",
            """{"kind":"recovery","step":1900,"phase":"full","action":"back","reason":"The loss is 12.","times":2,"rate":0.25,"tokens":0,"seconds":3.5}"""),
        (new CheckpointEvent(1_200, "full", "step-1200"), "step 1,200: saved as step-1200", """{"kind":"checkpoint","step":1200,"phase":"full","folder":"step-1200"}"""),
        (new EndEvent(300, "full", 200, EndReason.Patience), "training ended early after step 300: out of patience, the best evaluation is that of step 200",
            """{"kind":"end","step":300,"phase":"full","bestStep":200,"reason":"patience"}"""),
    ];
}
