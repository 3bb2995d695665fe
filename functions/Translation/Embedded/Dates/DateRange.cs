namespace FunctionsPlatform.Translation.Embedded.Dates;

/// <summary>Local time from <paramref name="From"/> up to but without <paramref name="Until"/>; an open end is null.</summary>
/// <param name="ReachesNow">Ends today or later: <c>this week</c>.</param>
/// <param name="Year">The year when the words named a year and nothing finer.</param>
internal sealed record DateRange(DateTime? From, DateTime? Until, int? Year = null, bool ReachesNow = false);
