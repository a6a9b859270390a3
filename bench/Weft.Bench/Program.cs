using System.CommandLine;
using Weft.Bench;

var root = new RootCommand("Side-by-side measurements of Weft.")
{
    PrepareBenchmark.CreateCommand(),
};
return root.Parse(args).Invoke();
