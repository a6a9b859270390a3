using Weft.Data.Store;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Tasks;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Vocabularies;

namespace Weft.Runs;

/// <summary>Writes what a run is made from into its folder: all of it, or nothing where that fails.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class RunBeginning(RunFolder folder)
{
    /// <summary>Writes it. <c>config.json</c> comes last: with it the folder is a run.</summary>
    /// <param name="options">The resolved options.</param>
    /// <param name="store">The text.</param>
    /// <param name="sources">Where the model's first weights came from.</param>
    /// <returns>The lock of the folder, which the training holds to its end.</returns>
    /// <exception cref="ConfigurationException">Another process was faster.</exception>
    public IDisposable Write(RunOptions options, TokenStore store, WeightSources sources)
    {
        var isNew = !Directory.Exists(folder.Path);
        Durable.CreateFolder(folder.Path);
        var held = RunLock.Take(folder.Path);
        try
        {
            // Another process may have been faster since the folder was reserved.
            if (!RunLeftovers.AreAll(folder))
                throw RunFolder.Taken(folder.Path);
            RunLeftovers.Delete(folder);
            VocabularyFile.Save(folder.VocabularyFile, store.Vocabulary, store.Manifest.TokenizerIdentity);
            if (store.TokenizerFolder is { } tokenizer)
                LearningRecord.CopyTokenizer(tokenizer, folder.TokenizerPlace);
            if (store.SourceVocabulary is { } ofSources)
                VocabularyFile.Save(folder.SourceVocabularyFile, ofSources, store.Manifest.SourceVocabulary!.TokenizerIdentity);
            if (store.SourceTokenizerFolder is { } sourceTokenizer)
                LearningRecord.CopyTokenizer(sourceTokenizer, folder.SourceTokenizerPlace);
            WeftJson.WriteFile(folder.CorpusFile, CorpusRecord.Of(store.Manifest));
            if (TaskClasses.AreNamed(options.Task))
                LabelTable.Save(folder.LabelsFile, TaskClasses.NamesIn(store, options.Task));
            if (sources.Vectors is { } vectors)
                WeftJson.WriteFile(folder.VectorsFile, vectors);
            if (sources.Run is { } start)
                WeftJson.WriteFile(folder.StartFile, start);
            if (ClassWeights.FileOf(options.Training) is { } classWeights)
                AtomicFile.WriteCopy(folder.ClassWeightsFile, classWeights);
            WeftJson.WriteFile(folder.ConfigFile, options);
            return held;
        }
        catch (Exception e)
        {
            held.Dispose();
            if (e is not ConfigurationException)
                Undo(isNew);
            throw;
        }
    }

    private void Undo(bool isNew)
    {
        RunLeftovers.Delete(folder);
        File.Delete(Path.Combine(folder.Path, RunLock.FileName));
        if (isNew)
            Directory.Delete(folder.Path);
    }
}
