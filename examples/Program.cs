using Weft.Examples;

// One small program for each thing that can be plugged in:  dotnet run --project examples -- sampler runs/mine
var name = args.Length > 0 ? args[0] : "";
var run = args.Length > 1 ? args[1] : Path.Combine("runs", $"example-{name}");
switch (name)
{
    case "ten-lines": TenLines.Run(run); break;
    case "texts": TextsInMemory.Run(run); break;
    case "labels": LabelsInMemory.Run(run); break;
    case "pairs": PairsInMemory.Run(run); break;
    case "tags": TagsInMemory.Run(run); break;
    case "translations": TranslationsInMemory.Run(run); break;
    case "answers": AnswersInMemory.Run(run); break;
    case "captions": CaptionsOfPictures.Run(run); break;
    case "tokenizer": OwnTokenizer.Run(run); break;
    case "reader": OwnReader.Run(run); break;
    case "sampler": OwnSampler.Run(run); break;
    case "schedule": OwnSchedule.Run(run); break;
    case "task": OwnTask.Run(run); break;
    case "metric": OwnMetric.Run(run); break;
    case "listener": OwnListener.Run(run); break;
    case "resume": await StopAndResume.RunAsync(run).ConfigureAwait(false); break;
    case "workers": SeveralWorkers.Run(run); break;
    case "web": await WebService.RunAsync(run).ConfigureAwait(false); break;
    default:
        Console.Error.WriteLine("Name an example: ten-lines, texts, labels, pairs, tags, translations, answers, captions, tokenizer, reader, sampler, schedule, task, metric, listener, resume, workers, web (of a run that is there).");
        return 2;
}
return 0;
