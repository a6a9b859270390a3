using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Runs;

/// <summary>What settings take from the run that a training starts from, and what does not go with it.</summary>
public sealed class StartLayerTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void Tokens_and_shape_are_the_runs_and_all_else_is_the_presets()
    {
        Train("lm");

        var options = Build("task=classification", "training.from=" + _tiny.Folder("lm"), "model.dropout=0.3", "model.attention=full");

        var model = options.Model;
        Assert.Equal(("classify", "bpe:300", 16, 2, 2, 24), (options.Preset, options.Data.Tokenizer, model.Dimension, model.Layers, model.Heads, model.FeedForward));
        Assert.Equal((Activation.Relu, NormPlacement.Post, 0.3, 262144, AttentionChoice.Full), (model.Activation, model.Norm, model.Dropout, model.Ngrams.Buckets, model.Attention));
        Assert.Equal(AttentionChoice.Causal, Build("task=tagging", "training.from=" + _tiny.Folder("lm")).Model.Attention);
        var more = Build("training.from=" + _tiny.Folder("lm"), "model.dimension=16", "data.tokenizer=bpe:300", "model.tieEmbeddings=false");
        Assert.Equal((AttentionChoice.Auto, false, 0.0), (more.Model.Attention, more.Model.TieEmbeddings, more.Model.Dropout));
    }

    [Theory]
    [InlineData("model.dimension=32", "model.dimension is 32, and the model of RUN has 16: what starts from a run has its shape. Leave model.dimension out.")]
    [InlineData("model.positions=rotary", "model.positions is rotary, and the model of RUN has learned: what starts from a run has its shape. Leave model.positions out.")]
    [InlineData("model.maximumPositions=100", "model.maximumPositions is 100, and the model of RUN has 64: what starts from a run has its shape. Leave model.maximumPositions out.")]
    [InlineData("model.tieEmbeddings=true", "model.tieEmbeddings is true, and the model of RUN has false: what starts from a run has its shape. Leave model.tieEmbeddings out.")]
    [InlineData("data.tokenizer=words", "data.tokenizer is words, and the model of RUN reads the tokens of bpe:300. Leave --tokenizer out.")]
    [InlineData("vectors.file=glove.txt", "vectors.file is glove.txt; it must be empty where training.from names a run: its model has vectors.")]
    [InlineData("task=translation", "training.from is RUN, which was trained with task=language-modelling: what has an encoder and a decoder starts from a run of its own task alone, translation. Name such a run, or leave --from out.")]
    [InlineData("task=captioning", "training.from is RUN, which was trained with task=language-modelling: what has an encoder and a decoder starts from a run of its own task alone, captioning. Name such a run, or leave --from out.")]
    [InlineData("model.attention=causal", "model.attention is causal; it must be auto where the task is none of classification, matching, tagging and answering.")]
    public void What_does_not_fit_is_said_in_a_line(string setting, string problem)
    {
        Train("lm", PositionEncoding.Learned);

        Assert.Equal(problem.Replace("RUN", _tiny.Folder("lm"), StringComparison.Ordinal), Refused("training.from=" + _tiny.Folder("lm"), "training.context=64", setting));
    }

    [Fact]
    public void Trained_positions_limit_what_is_read_at_once()
    {
        Train("lm", PositionEncoding.Learned);

        Assert.Equal(
            "training.context is 128; it must be from 1 to model.maximumPositions (64)." + Environment.NewLine
            + $"The model of {_tiny.Folder("lm")} has trained positions for 64 tokens and no more: set training.context to 64 at most.",
            Refused("task=classification", "training.from=" + _tiny.Folder("lm")));
    }

    [Fact]
    public void A_translator_starts_no_other_task()
    {
        _tiny.Train(TinyPairs.Options(_tiny, TinyPairs.Write(_tiny)), "translator");

        Assert.Equal(
            $"training.from is {_tiny.Folder("translator")}, which was trained with task=translation: what has an encoder and a decoder starts its own task alone, and task is tagging. Name another run, or leave --from out.",
            Refused("task=tagging", "training.from=" + _tiny.Folder("translator")));
    }

    [Fact]
    public void A_folder_that_is_no_run_and_a_run_without_a_checkpoint_are_refused()
    {
        Assert.Equal(
            $"training.from: {_tiny.Folder("none")} is not a run folder: it has no config.json. Runs are made by weft train --out FOLDER.", Refused("training.from=" + _tiny.Folder("none")));
        _tiny.Create(_tiny.Options, "begun").Dispose();

        var error = Assert.Throws<InvalidDataException>(() => _tiny.Create(_tiny.Options with { Training = _tiny.Options.Training with { From = _tiny.Folder("begun") } }, "run"));

        Assert.Equal($"The run {_tiny.Folder("begun")} has no checkpoint yet. Train it: weft train --resume {_tiny.Folder("begun")}", error.Message);
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    public void Dispose() => _tiny.Dispose();

    private void Train(string name, PositionEncoding positions = PositionEncoding.Sinusoidal) => _tiny.Train(
        _tiny.Options with { Data = _tiny.Options.Data with { Tokenizer = "bpe:300" }, Model = _tiny.Options.Model with { Positions = positions } }, name);

    private static RunOptions Build(params string[] settings)
    {
        var tree = new OptionTree();
        foreach (var setting in settings)
            tree.SetAssignment(setting);
        return tree.Build();
    }

    private static string Refused(params string[] settings) => Assert.Throws<ConfigurationException>(() => Build(settings)).Message;
}
