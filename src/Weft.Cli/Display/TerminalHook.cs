using Spectre.Console.Rendering;

namespace Weft.Cli.Display;

/// <summary>Cleans the text of tables, panels and bars on its way to a terminal; what Spectre.Console itself says to the terminal stays.</summary>
internal sealed class TerminalHook : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Clean(renderable));

    private sealed class Clean(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Of);

        private static Segment Of(Segment segment)
        {
            if (segment.IsControlCode || segment.IsLineBreak)
                return segment;
            var clean = TerminalText.Clean(segment.Text);
            return ReferenceEquals(clean, segment.Text) ? segment : new Segment(clean, segment.Style);
        }
    }
}
