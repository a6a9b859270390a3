using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weft.Generation;

namespace Weft.Examples;

/// <summary>A web service that writes: <c>/write?prompt=Returns%20the</c>, the text as it comes. One model serves all requests, one after the other.</summary>
internal static class WebService
{
    public static async Task RunAsync(string run)
    {
        await using var service = Build(run, "http://127.0.0.1:5000");
        await service.RunAsync().ConfigureAwait(false);
    }

    public static WebApplication Build(string run, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Services.AddSingleton(_ => TrainedModel.Open(run));
        var service = builder.Build();
        // Opened now, so that a run that is damaged is told at the start, and not to the first who asks.
        service.Services.GetRequiredService<TrainedModel>();
        service.MapGet("/write", async (string prompt, TrainedModel model, HttpResponse response, CancellationToken gone) =>
        {
            response.ContentType = "text/plain; charset=utf-8";
            await foreach (var piece in model.StreamAsync(prompt, new GenerationOptions { Tokens = 60 }, gone).ConfigureAwait(false))
            {
                await response.WriteAsync(piece, gone).ConfigureAwait(false);
                await response.Body.FlushAsync(gone).ConfigureAwait(false);
            }
        });
        return service;
    }
}
