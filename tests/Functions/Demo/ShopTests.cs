using DuckDB.NET.Data;
using FunctionsPlatform.Demo;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Demo;

public sealed class ShopTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("demo-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("2026-11-23T00:00:01")]
    [InlineData("2026-11-23T12:00:00")]
    [InlineData("2026-11-29T23:59:59")]
    [InlineData("2027-01-01T08:00:00")]
    public void The_week_has_its_sign_ups_on_any_weekday_and_nothing_lies_in_the_future(string time)
    {
        var now = DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        var shop = ShopGenerator.Generate(now);

        Assert.Equal(ShopData.UsersThisWeek, shop.Users.Count(user => user.CreatedAt >= ShopData.Monday(now)));
        Assert.All(shop.Users, user => Assert.InRange(user.CreatedAt, DateTime.MinValue, now));
        Assert.All(shop.Orders, order => Assert.InRange(order.CreatedAt, DateTime.MinValue, now));
        Assert.All(shop.Logins, login => Assert.InRange(login.LoginAt.UtcDateTime, DateTime.MinValue, now));
        Assert.Equal(shop.Users.Count, shop.Users.Select(user => user.Email).Distinct().Count());
    }

    [Fact]
    public void The_same_time_gives_the_same_shop()
    {
        var now = new DateTime(2026, 11, 25, 10, 0, 0);

        var (first, second) = (ShopGenerator.Generate(now), ShopGenerator.Generate(now));

        Assert.Equal(first.Orders, second.Orders);
        Assert.Equal(first.Logins, second.Logins);
    }

    [Fact]
    public void The_five_countries_with_the_most_orders_are_clear()
    {
        var shop = ShopGenerator.Generate(new DateTime(2026, 11, 25));
        var names = shop.Countries.ToDictionary(country => country.Id, country => country.Name);
        var countries = shop.Customers.ToDictionary(customer => customer.Id, customer => names[customer.CountryId]);

        var counts = shop.Orders.CountBy(order => countries[order.CustomerId]).OrderByDescending(pair => pair.Value).Take(6).ToList();

        Assert.Equal(["Germany", "United States", "Spain", "France", "United Kingdom"], counts.Take(5).Select(pair => pair.Key));
        Assert.All(counts.Zip(counts.Skip(1)), pair => Assert.True(pair.First.Value > pair.Second.Value + 50));
    }

    [Fact]
    public void The_databases_are_made_once_a_day_and_hold_the_shop()
    {
        var databases = new ShopDatabases(Options.Create(new DemoOptions { Directory = _directory }));
        var day = new DateTime(2026, 11, 25, 9, 0, 0);

        var (plain, withSchema) = databases.Ensure(day);
        var written = File.GetLastWriteTimeUtc(PathOf(plain));
        databases.Ensure(day.AddHours(3));

        Assert.Equal(written, File.GetLastWriteTimeUtc(PathOf(plain)));
        Assert.Equal(142L, Scalar(plain, "SELECT COUNT(*) FROM users WHERE created_at >= '2026-11-23'"));
        Assert.Equal(
            0L,
            Scalar(plain, "SELECT COUNT(*) FROM orders o WHERE o.total_amount <> (SELECT SUM(i.quantity * i.unit_price) FROM order_items i WHERE i.order_id = o.id)"));
        Assert.Equal(5_000L, Scalar(withSchema, "SELECT COUNT(*) FROM connectyailocal2.usr.logins l JOIN connectyailocal2.usr.users u ON l.user_id = u.user_id"));

        databases.Ensure(day.AddDays(1));
        Assert.Single(Directory.GetDirectories(_directory));
    }

    private string PathOf(string database) => Path.Combine(_directory, database[(database.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    private object? Scalar(string database, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={PathOf(database)};ACCESS_MODE=READ_ONLY");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
