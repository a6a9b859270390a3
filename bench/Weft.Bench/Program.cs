using System.CommandLine;
using Weft.Bench.Batching;
using Weft.Bench.Classification;
using Weft.Bench.Corpora;
using Weft.Bench.Equivalence;
using Weft.Bench.Faults;
using Weft.Bench.Fuzzing;
using Weft.Bench.Golden;
using Weft.Bench.Kernels;
using Weft.Bench.Measuring;
using Weft.Bench.Preparation;
using Weft.Bench.Scaling;
using Weft.Bench.Techniques;
using Weft.Bench.Throughput;
using Weft.Bench.Vectors;
using Weft.Bench.Workers;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runtime;

var root = new RootCommand("Side-by-side measurements of Weft.")
{
    ThroughputBenchmark.CreateCommand(),
    EquivalenceBenchmark.CreateCommand(),
    TechniquesBenchmark.CreateCommand(),
    ScalingBenchmark.CreateCommand(),
    KernelsBenchmark.CreateCommand(),
    PrepareBenchmark.CreateCommand(),
    VectorsBenchmark.CreateCommand(),
    BatchingBenchmark.CreateCommand(),
    WorkersBenchmark.CreateCommand(),
    CorpusParts.CreateCommand(),
    LabelSets.CreateCommand(),
    EmojiCorpus.CreateCommand(),
    AuditTrial.CreateCommand(),
    FuzzBenchmark.CreateCommand(),
    GoldenBenchmark.CreateCommand(),
    FaultsBenchmark.CreateCommand(),
    ClassificationBenchmark.CreateCommand(),
    RoundProcess.CreateCommand(),
    ClassifierProcess.CreateCommand(),
    WorkersProcess.CreateCommand(),
    MachineProcess.CreateCommand(),
    SavingWorker.CreateCommand(),
    KernelsBenchmark.CreateHiddenCommand(),
};
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (ConfigurationException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is BenchmarkException or TorchRuntimeException or DivergenceException or InvalidDataException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
