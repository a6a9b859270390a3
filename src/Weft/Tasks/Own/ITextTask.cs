namespace Weft.Tasks.Own;

/// <summary>
/// A task of a program's own, for what Weft's layers and softmax can learn: a class for each token of a text. It says what the model reads and
/// what is right; Weft trains, saves, goes on and measures. Weft asks from any thread, several times for the same tokens, and once for all of
/// them before a training begins: the answer must be a function of the tokens and their key alone.
/// </summary>
public interface ITextTask
{
    /// <summary>What it is called: letters, digits and hyphens. A run keeps name, type and classes, and goes on with the same alone.</summary>
    string Name { get; }

    /// <summary>The names of the classes, in the order of their numbers: at least two.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Whether a token sees only itself and those before it; else it sees the whole text.</summary>
    bool IsCausal => false;

    /// <summary>Makes an example of a document, or of a piece of one that is longer than <c>training.context</c>.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <returns>What the model reads, and the class of each of its tokens. Without any target, the tokens are left out of the training; what has a
    /// target in the first epoch must have one in all.</returns>
    TaskExample ExampleOf(DocumentTokens tokens);
}
