using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using PuppeteerSharp;
using Xunit;

namespace ModelGen.Site.Tests;

/// <summary>Chromium without a window, and a server for the website. Without Chromium, tests that open it are skipped.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly WebApplication _server;
    private readonly IBrowser _browser;

    private Browser(WebApplication server, IBrowser browser) => (_server, _browser) = (server, browser);

    /// <summary>Starts both.</summary>
    public static async Task<Browser> Open(string folder)
    {
        var chromium = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(path => _names.Select(name => Path.Combine(path, name)))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, $"No Chromium: none of {string.Join(", ", _names)} is in the PATH.");

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(folder) });
        await server.StartAsync();
        var browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = chromium,
            Headless = true,
            // The sandbox of Chromium does not start for the administrator, as whom containers run.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            Timeout = 120_000,
        });
        return new Browser(server, browser);
    }

    /// <summary>Opens a page and waits until docfx has drawn it. Errors of scripts and failed requests are collected.</summary>
    public async Task<(IPage Page, List<string> Errors)> Show(string path, int width = 1280)
    {
        var page = await _browser.NewPageAsync();
        page.DefaultTimeout = 120_000;
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add($"{path}: {error.Message}");
        page.RequestFailed += (_, request) => errors.Add($"{path}: {request.Request.Url} failed");
        page.Response += (_, response) =>
        {
            if ((int)response.Response.Status >= 400)
            {
                errors.Add($"{path}: {response.Response.Url} is {(int)response.Response.Status}");
            }
        };
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900, IsMobile = width < 600 });
        await Go(page, path);
        return (page, errors);
    }

    /// <summary>Goes to another page of the website.</summary>
    public async Task Go(IPage page, string path)
    {
        await page.GoToAsync(_server.Urls.Single() + "/" + path);
        await page.WaitForFunctionAsync("() => window.docfx && window.docfx.ready");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _server.DisposeAsync();
    }
}
