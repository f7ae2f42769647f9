using Gyre.Server.Http;

namespace Gyre.Server.Features.Pages;

/// <summary>The pages. They hold no data: what they show they ask of the API, with the rights of the one who is signed in.</summary>
internal static class PagesEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        foreach (var route in PageRoutes.All)
        {
            app.MapMethods(route, Methods, (HttpContext context, ServeOptions options) =>
                Answer(context, options, PageAnswer.WriteIndexAsync)).ExcludeFromDescription();
        }
        app.MapMethods(PageRoutes.Asset, Methods, (string file, HttpContext context, ServeOptions options) =>
            Answer(context, options, asked => PageAnswer.WriteFileAsync(asked, $"assets/{file}"))).ExcludeFromDescription();
        app.MapMethods(PageRoutes.Icon, Methods, (HttpContext context, ServeOptions options) =>
            Answer(context, options, static asked => PageAnswer.WriteFileAsync(asked, PageRoutes.Icon[1..]))).ExcludeFromDescription();
    }

    /// <summary>A server for steps has no pages.</summary>
    private static Task Answer(HttpContext context, ServeOptions options, Func<HttpContext, Task> write) =>
        options.StepsOnly ? Problems.OfStatus(StatusCodes.Status404NotFound).ExecuteAsync(context) : write(context);
}
