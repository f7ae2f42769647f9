using System.Text;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Server.Features.ExperimentPlans;

/// <summary>
/// A report. Texts in it come from plans and steps; the page is escaped, has no scripts, and is shown in a sandbox that allows none.
/// </summary>
/// <param name="results">What to report.</param>
/// <param name="isMarkdown">Whether as Markdown, which browsers save.</param>
internal sealed class ReportAnswer(ExperimentResults results, bool isMarkdown) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var stem = KebabCase.Of(string.Concat(results.Name.Select(static one => char.IsAsciiLetterOrDigit(one) ? one : '-')));
        response.Headers.ContentDisposition = isMarkdown ? $"attachment; filename=\"{stem}.md\"" : $"inline; filename=\"{stem}.html\"";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        response.ContentType = isMarkdown ? "text/markdown; charset=utf-8" : "text/html; charset=utf-8";
        var content = Encoding.UTF8.GetBytes(isMarkdown ? ExperimentReports.ToMarkdown(results) : ExperimentReports.ToHtml(results));
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
    }
}
