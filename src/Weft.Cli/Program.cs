using System.CommandLine;
using Weft.Cli;

var root = new RootCommand("Weft trains Transformer language models on text of your own.")
{
    TrainCommand.Create(),
    PrepareCommand.Create(),
    EvaluateCommand.Create(),
    GenerateCommand.Create(),
    DoctorCommand.Create(),
};
return CommandRunner.Run(root, args);
