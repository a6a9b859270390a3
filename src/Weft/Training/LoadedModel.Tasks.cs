using Weft.Foundation;
using Weft.Tasks;
using Weft.Tasks.Answering;
using Weft.Tasks.Captioning;
using Weft.Tasks.Classification;
using Weft.Tasks.Classification.Search;
using Weft.Tasks.Own;
using Weft.Tasks.Tagging;
using Weft.Tasks.Translation;
using Weft.Training.Starting;

namespace Weft.Training;

// What uses a model, task by task.
internal sealed partial class LoadedModel
{
    /// <summary>What predicts the labels of texts, or of pairs of texts.</summary>
    /// <param name="task">Classification, or matching where pairs are to be labelled.</param>
    /// <exception cref="ConfigurationException">The model was trained with another task.</exception>
    public TextClassifier OpenClassifier(TaskKind task = TaskKind.Classification) => Options.Task == task
        ? new TextClassifier(Any, Tokenizer, Vocabulary, Labels, TaskSetups.ClassifierSetupOf(Options, Tokenizer, Vocabulary))
        : throw NotThis();

    /// <summary>What gives the vectors of texts.</summary>
    /// <exception cref="ConfigurationException">The model does not compare texts that it reads apart.</exception>
    public TextVectors OpenVectors() => TaskSetups.IsApart(Options)
        ? new TextVectors(Any, Tokenizer, Vocabulary, TaskSetups.ClassifierSetupOf(Options, Tokenizer, Vocabulary))
        : throw new ConfigurationException($"{Folder.Path} was not trained with task=matching and matching.kind=apart: it has no vectors of texts to search by.");

    /// <summary>What predicts the tags of the words of sentences.</summary>
    /// <exception cref="ConfigurationException">It is no tagger.</exception>
    public TextTagger OpenTagger() => new(Tagger, Tokenizer, Vocabulary, Labels, TaskSetups.TaggerSetupOf(Options, Tokenizer, Vocabulary));

    /// <summary>What translates texts.</summary>
    /// <param name="beams">How many beginnings of a translation are followed at once.</param>
    /// <exception cref="ConfigurationException">It is no translator.</exception>
    public TextTranslator OpenTranslator(int beams) =>
        new(WriterOf(TaskKind.Translation), Vocabulary, TaskSetups.TranslatorSetupOf(Options, Tokenizer, Source) with { Beams = new BeamOptions { Width = beams } });

    /// <summary>What captions pictures.</summary>
    /// <param name="beams">How many beginnings of a caption are followed at once.</param>
    /// <exception cref="ConfigurationException">It captions none.</exception>
    public PictureCaptioner OpenCaptioner(int beams) =>
        new(WriterOf(TaskKind.Captioning), Vocabulary, TaskSetups.CaptionerSetupOf(Options, Tokenizer) with { Beams = new() { Width = beams } });

    /// <summary>What answers questions.</summary>
    /// <exception cref="ConfigurationException">The model answers none.</exception>
    public QuestionAnswerer OpenAnswerer() =>
        Options.Task == TaskKind.Answering ? new QuestionAnswerer(Any, Vocabulary, MayBeNone, TaskSetups.AnswererSetupOf(Options, Tokenizer)) : throw NotThis();

    /// <summary>What predicts the classes of a text's tokens, with the task of a program's own.</summary>
    /// <exception cref="ConfigurationException">The model is of a task of Weft's.</exception>
    public TokenClassifier OpenTokenClassifier() => Own is not null
        ? new TokenClassifier(Any, Tokenizer, Vocabulary, TaskSetups.OwnSetupOf(Options, Own))
        : throw new ConfigurationException($"{Folder.Path} was trained without a task of a program's own: it has no classes of tokens to predict.");
}
