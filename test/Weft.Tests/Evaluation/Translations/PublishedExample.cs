namespace Weft.Tests.Evaluation.Translations;

/// <summary>The example of sacreBLEU's own tests: three translations with two references each.</summary>
internal static class PublishedExample
{
    public static IReadOnlyList<(string Translation, string First, string Second)> Lines { get; } =
    [
        ("The dog bit the man.", "The dog bit the man.", "The dog had bit the man."),
        ("It wasn't surprising.", "It was not unexpected.", "No one was surprised."),
        ("The man had just bitten him.", "The man bit him first.", "The man had bitten the dog."),
    ];
}
